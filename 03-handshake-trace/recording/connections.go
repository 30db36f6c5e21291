package recording

import (
	"fmt"
	"net/netip"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/capture"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// connectionsMax bounds the connections that are kept and told apart. What
// comes after them is counted.
const connectionsMax = 100_000

// Connection is what is known of one connection of a capture.
type Connection struct {
	Number   int               // from 1, in the order in which they began
	Address  [2]netip.AddrPort // by timeline.End
	Segments [2]int            // by their sender
	Bytes    [2]int            // of data by their sender, what was sent again not counted
	Start    time.Time         // of the first segment; zero where the file has no times

	conversation timeline.Conversation
	initial      *uint32 // the sequence number of the client's SYN, if it is known
	answered     bool    // something other than a SYN was seen
	finished     [2]bool // FIN was sent
	reset        [2]bool // RST was
	refused      bool    // the answer to the SYN was RST
	last         time.Duration
}

// Title returns the two addresses.
func (c *Connection) Title() string {
	return fmt.Sprintf("%s → %s", c.Address[timeline.Client], c.Address[timeline.Server])
}

// Seen says by which means a connection of a capture was observed.
const Seen lang.Format = "in a capture, which knows nothing of calls and states"

// Ended says how the connection ended, as far as the capture shows.
func (c *Connection) Ended() lang.Format {
	client, server := c.finished[timeline.Client], c.finished[timeline.Server]
	switch {
	case c.refused:
		return "refused"
	case c.reset[timeline.Client]:
		return "reset by client"
	case c.reset[timeline.Server]:
		return "reset by server"
	case client && server:
		return "closed"
	case client:
		return "half closed by client"
	case server:
		return "half closed by server"
	case !c.answered && c.Segments[timeline.Server] == 0:
		return "no answer"
	}
	return "open"
}

// pair is two addresses, the same one for both directions.
type pair struct{ low, high netip.AddrPort }

func pairOf(s segment.Segment) pair {
	if s.Source.Compare(s.Destination) < 0 {
		return pair{s.Source, s.Destination}
	}
	return pair{s.Destination, s.Source}
}

// connection returns the connection of a segment, or nil for one more than can
// be kept.
func (f *File) connection(packet capture.Packet, s segment.Segment) *Connection {
	key := pairOf(s)
	if c := f.open[key]; c != nil && !c.endedBefore(s) {
		return c
	}
	if len(f.Connections) >= connectionsMax {
		delete(f.open, key)
		return nil
	}
	c := begin(s, packet.At)
	f.Connections = append(f.Connections, c)
	c.Number = len(f.Connections)
	f.open[key] = c
	return c
}

// place keeps the time of a connection from going back. It would, in a file that
// is farther out of order than packets puts right.
func (f *File) place(c *Connection, s *timeline.Segment) *timeline.Segment {
	if s.Left < c.last {
		f.Late++
		s.Left, s.Arrived = c.last, c.last
	}
	c.last = s.Left
	return s
}

// begin begins a connection with the first of its segments that was seen.
func begin(s segment.Segment, at time.Time) *Connection {
	client, server := s.Source, s.Destination
	switch {
	case s.Flags.Has(segment.SYN | segment.ACK):
		client, server = server, client
	case !s.Flags.Has(segment.SYN) && client.Port() < server.Port():
		// Seen from the middle on: the port with the small number is more
		// likely the well-known one.
		client, server = server, client
	}
	return &Connection{Address: [2]netip.AddrPort{timeline.Client: client, timeline.Server: server}, Start: at}
}

// endedBefore reports whether s is the SYN of a new connection between the same
// addresses, and not one of this connection's: those have its number, and none
// follows a reset. A SYN from the server's side is one of both that open at
// once, as long as nothing else was seen.
func (c *Connection) endedBefore(s segment.Segment) bool {
	if !isSYN(s) {
		return false
	}
	if c.reset[timeline.Client] || c.reset[timeline.Server] {
		return true
	}
	if s.Source != c.Address[timeline.Client] {
		return c.answered
	}
	return c.initial == nil || *c.initial != s.SequenceNumber
}

func isSYN(s segment.Segment) bool {
	return s.Flags&(segment.SYN|segment.ACK|segment.RST) == segment.SYN
}

// add counts a segment and returns it with what it means in this connection.
func (c *Connection) add(packet capture.Packet, s segment.Segment, data []byte) *timeline.Segment {
	from := timeline.Server
	if s.Source == c.Address[timeline.Client] {
		from = timeline.Client
	}
	c.learn(from, s)
	seg := &timeline.Segment{
		Segment: s, Number: packet.Number, From: from, Packet: data, Missing: packet.Missing(), Untimed: packet.At.IsZero(),
	}
	if seg.Left = c.last; !seg.Untimed {
		if c.Start.IsZero() {
			c.Start = packet.At
		}
		seg.Left = packet.At.Sub(c.Start)
	}
	seg.Arrived = seg.Left
	c.conversation.Follow(seg)
	c.Segments[from]++
	if seg.Marks&(timeline.Retransmission|timeline.KeepAlive|timeline.WindowProbe) == 0 {
		c.Bytes[from] += s.Length
	}
	return seg
}

// learn takes note of what a segment says of the connection's beginning and end.
func (c *Connection) learn(from timeline.End, s segment.Segment) {
	opening := from == timeline.Server && !c.answered && c.Segments[timeline.Client] > 0
	switch {
	case isSYN(s) && from == timeline.Client:
		c.initial = &s.SequenceNumber
	case s.Flags.Has(segment.SYN|segment.ACK) && from == timeline.Server && c.initial == nil:
		// It may stand in the file before the SYN that it answers.
		initial := s.AcknowledgmentNumber - 1
		c.initial = &initial
	}
	if s.Flags.Has(segment.RST) {
		c.reset[from], c.refused = true, c.refused || opening
	}
	if s.Flags.Has(segment.FIN) {
		c.finished[from] = true
	}
	c.answered = c.answered || !isSYN(s)
}
