// Package recording keeps a time line in a capture and finds one in it.
//
// A capture has packets and nothing of the calls and states around them. So
// the comment on each packet holds its stretch of the time line, from the
// moment it left until the next one did, one event a line:
//
//	412µs client sends segment 1
//	5.6ms client is SYN_SENT
//	50.5ms server receives segment 1
//	55.7ms server is SYN_RECV
//	101ms server queues receive 19, send 0, accept 1 of 5
//
// Wireshark shows it beside the segment, and Read gets the whole time line
// back. A capture made by another program gives segments only.
package recording

import (
	"fmt"
	"io"

	"example.com/socket-tutorial/03-handshake-trace/capture"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// application is how a file of ours is told from anybody's.
const application = "03-handshake-trace"

// Recording is what was found in a capture.
type Recording struct {
	Traces  []*timeline.Trace // one for each connection, in the order they began
	LeftOut int               // packets that are not TCP or cannot be taken apart
	Why     error             // what is wrong with the first of those, nil if there is none
}

// Read finds the connections in a capture. The error says why it cannot be
// read, or that there is no TCP in it. What was read before an error comes
// with it.
func Read(r io.Reader) (Recording, error) {
	reader, err := capture.NewReader(r)
	if err != nil {
		return Recording{}, err
	}
	var packets []capture.Packet
	for {
		var packet capture.Packet
		if packet, err = reader.Next(); err != nil {
			break
		}
		packets = append(packets, packet)
	}
	if reader.Application == application && err == io.EOF {
		if trace, ok := restore(reader.Comment, packets); ok {
			return Recording{Traces: []*timeline.Trace{trace}}, nil
		}
	}
	recording := connections(packets)
	switch {
	case err != io.EOF:
		return recording, err
	case len(packets) == 0:
		return recording, fmt.Errorf("there is no packet in the capture")
	case len(recording.Traces) == 0:
		return Recording{}, fmt.Errorf("there is no TCP in the capture: %w", recording.Why)
	}
	return recording, nil
}
