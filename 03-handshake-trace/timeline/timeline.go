// Package timeline holds what was observed of one connection: calls, states
// and segments of both ends, on one clock. Whoever observes fills a Trace,
// whoever draws reads it; nothing in it was computed or guessed.
package timeline

import (
	"net/netip"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/states"
)

// End is one of the two ends of a connection.
type End uint8

// Client is the end that sent the first SYN.
const (
	Client End = iota
	Server
)

// Other returns the opposite end.
func (e End) Other() End { return 1 - e }

func (e End) String() string {
	if e == Client {
		return "client"
	}
	return "server"
}

// Kind says what an Event is.
type Kind uint8

// The six kinds of event. Where a segment was seen at one point of its way, as
// on lo or in a capture, its Leave is directly followed by its Arrive.
const (
	Call   Kind = iota // End entered a system call: Text is `connect(10.0.0.2:5000)`
	Return             // and came back from it: Text is `connect() = 0`
	State              // End's state was read, and differs from the last one read
	Leave              // Segment left End
	Arrive             // Segment arrived at End
	Lost               // Segment, sent by End, was lost on the way
)

// Event is one thing that happened at one end.
type Event struct {
	At      time.Duration // since Trace.Start
	End     End
	Kind    Kind
	Text    string       // of a Call or Return, else empty
	State   states.State // of a State, else Unread
	Segment *Segment     // of Leave, Arrive and Lost, else nil
}

// Segment is one IP packet with a TCP segment in it, as it was seen.
type Segment struct {
	Number  int           // from 1, in the order in which they left
	From    End           // the end that sent it
	Left    time.Duration // since Trace.Start
	Arrived time.Duration // since Trace.Start; equal to Left where one moment was seen, as on lo
	Lost    bool          // it never arrived, and Arrived means nothing
	Packet  []byte        // from the first byte of the IP header
	// Offloaded: the kernel left the checksum to hardware that is not there,
	// as it does on lo, so its value says nothing.
	Offloaded bool
}

// Trace is one connection.
type Trace struct {
	Title   string            // "echo", or the two addresses of a connection found in a capture
	Seen    string            // by which means, for the top line: "on the wire (two TUN devices)"
	Start   time.Time         // the moment that every At counts from
	Address [2]netip.AddrPort // by End
	Events  []Event           // in order of At
	Lesson  []string          // sentences computed from Events; empty for a capture
}
