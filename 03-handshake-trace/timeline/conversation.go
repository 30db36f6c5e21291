package timeline

import "example.com/socket-tutorial/03-handshake-trace/segment"

// Context is what a segment means beside those before it.
type Context struct {
	// Seq and Ack are the header's numbers, which begin anywhere, counted from
	// the sender's and from the receiver's SYN. Without the ACK bit, Ack is 0.
	Seq, Ack uint32
}

// Conversation follows one connection segment by segment and fills in the
// Context of each. The zero value is ready for use.
type Conversation struct {
	initial [2]*uint32 // the number of each end's SYN, RFC 9293's ISS, or a guess
}

// Follow fills in the Context of the next segment, in the order in which they
// were seen.
func (c *Conversation) Follow(s *Segment) {
	from, to := s.From, s.From.Other()
	if first := c.initial[from]; s.Flags&(segment.SYN|segment.RST) == segment.SYN && (first == nil || *first != s.SequenceNumber) {
		if first != nil && !s.Flags.Has(segment.ACK) {
			c.initial[to] = nil // the same ports, a new connection
		}
		c.begin(from, s.SequenceNumber)
	}
	if c.initial[from] == nil {
		c.begin(from, firstOf(s))
	}
	s.Seq = s.SequenceNumber - *c.initial[from]
	if s.Flags.Has(segment.ACK) {
		if c.initial[to] == nil {
			c.begin(to, s.AcknowledgmentNumber-1)
		}
		s.Ack = s.AcknowledgmentNumber - *c.initial[to]
	}
}

func (c *Conversation) begin(end End, initial uint32) { c.initial[end] = &initial }

// firstOf guesses the initial number from a segment in the middle: counting
// begins as if the SYN had been the byte before. A reset from where nothing
// listens has no number of its own and says 0 (RFC 9293, section 3.10.7.1).
func firstOf(s *Segment) uint32 {
	if s.Flags.Has(segment.RST) && s.SequenceNumber == 0 {
		return 0
	}
	return s.SequenceNumber - 1
}
