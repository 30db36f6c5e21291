package recording

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/capture"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// connection collects the segments between two addresses.
type connection struct {
	address [2]netip.AddrPort // by timeline.End
	syn     *uint32           // the sequence number of the client's SYN, if it was seen
	sent    []sent
}

// sent is one segment at the one moment a capture knows of it.
type sent struct {
	segment.Segment
	at     time.Time
	from   timeline.End
	packet []byte
}

// pair is two addresses, the same one for both directions.
type pair struct{ low, high netip.AddrPort }

func pairOf(s segment.Segment) pair {
	if s.Source.Compare(s.Destination) < 0 {
		return pair{s.Source, s.Destination}
	}
	return pair{s.Destination, s.Source}
}

// connections groups the packets of a capture by connection.
func connections(packets []capture.Packet) Recording {
	var recording Recording
	var all []*connection
	open := make(map[pair]*connection)
	for _, packet := range packets {
		s, data, err := decode(packet)
		if err != nil {
			if recording.LeftOut++; recording.Why == nil {
				recording.Why = err
			}
			continue
		}
		c := open[pairOf(s)]
		if c == nil || c.endedBy(s) {
			c = begin(s)
			open[pairOf(s)] = c
			all = append(all, c)
		}
		c.add(packet.At, s, data)
	}
	for _, c := range all {
		recording.Traces = append(recording.Traces, c.trace())
	}
	return recording
}

// decode takes a packet of a capture apart.
func decode(packet capture.Packet) (segment.Segment, []byte, error) {
	data, err := packet.IP()
	if err != nil {
		return segment.Segment{}, nil, fmt.Errorf("packet %d: %w", packet.Number, err)
	}
	s, err := segment.Decode(data)
	if err != nil {
		return segment.Segment{}, nil, fmt.Errorf("packet %d: %w", packet.Number, err)
	}
	return s, data, nil
}

// begin begins a connection with the first of its segments that was seen.
func begin(s segment.Segment) *connection {
	client, server := s.Source, s.Destination
	switch {
	case s.Flags.Has(segment.SYN | segment.ACK):
		client, server = server, client
	case !s.Flags.Has(segment.SYN) && client.Port() < server.Port():
		// Seen from the middle on: the port with the small number is more
		// likely the well-known one.
		client, server = server, client
	}
	return &connection{address: [2]netip.AddrPort{timeline.Client: client, timeline.Server: server}}
}

// endedBy reports whether s is the SYN of a new connection between the same
// addresses, and not the SYN of this one sent again.
func (c *connection) endedBy(s segment.Segment) bool {
	return isSYN(s) && s.Source == c.address[timeline.Client] && (c.syn == nil || *c.syn != s.SequenceNumber)
}

func isSYN(s segment.Segment) bool {
	return s.Flags&(segment.SYN|segment.ACK|segment.RST) == segment.SYN
}

func (c *connection) add(at time.Time, s segment.Segment, packet []byte) {
	from := timeline.Server
	if s.Source == c.address[timeline.Client] {
		from = timeline.Client
		if isSYN(s) {
			c.syn = &s.SequenceNumber
		}
	}
	c.sent = append(c.sent, sent{s, at, from, packet})
}

// trace returns the connection's time line. A capture on a machine with
// several queues may not be in order of time.
func (c *connection) trace() *timeline.Trace {
	slices.SortStableFunc(c.sent, func(a, b sent) int { return cmp.Compare(a.at.UnixNano(), b.at.UnixNano()) })
	t := &timeline.Trace{
		Title:   fmt.Sprintf("%s → %s", c.address[timeline.Client], c.address[timeline.Server]),
		Seen:    "in a capture, which knows nothing of calls and states",
		Start:   c.sent[0].at,
		Address: c.address,
	}
	var conversation timeline.Conversation
	for i, s := range c.sent {
		at := s.at.Sub(t.Start)
		seg := &timeline.Segment{
			Segment: s.Segment, Number: i + 1, From: s.from, Left: at, Arrived: at, Packet: s.packet,
		}
		conversation.Follow(seg)
		t.Events = append(t.Events,
			timeline.Event{At: at, End: s.from, Kind: timeline.Leave, Segment: seg},
			timeline.Event{At: at, End: s.from.Other(), Kind: timeline.Arrive, Segment: seg})
	}
	return t
}
