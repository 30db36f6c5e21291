package timeline

import (
	"fmt"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/harness/lang"
)

// Context is what a segment means beside those before it.
type Context struct {
	// Seq and Ack are the header's numbers, which begin anywhere, counted from
	// the sender's and from the receiver's SYN. Without the ACK bit, Ack is 0.
	Seq, Ack uint32
	// Scale is how many bits the window is to be shifted left: 0 in a SYN, and
	// UnknownScale where the two SYNs, or their options, were not seen.
	Scale int8
	Marks Mark
}

// UnknownScale is the Scale of a window whose unit nobody knows.
const UnknownScale = -1

// ScaledWindow returns the window in bytes; where the scale is not known, in
// units that are not known either.
func (s *Segment) ScaledWindow() int { return int(s.Window) << max(0, s.Scale) }

// WindowText is how much room a segment's sender has, in bytes; or in units that
// nobody knows, where what the SYNs said of them was not seen.
func (s *Segment) WindowText() lang.Text {
	if s.Unscaled() {
		return lang.Say("win=%d unscaled", s.ScaledWindow())
	}
	return lang.Verbatim(fmt.Sprintf("win=%d", s.ScaledWindow()))
}

// Unscaled reports whether nobody knows the units of a segment's window, and it
// matters.
func (s *Segment) Unscaled() bool {
	return s.Scale == UnknownScale && s.Window > 0 && !s.Flags.Has(segment.RST)
}

// Conversation follows one connection segment by segment and fills in the
// Context of each. The zero value is ready for use.
type Conversation struct {
	ends      [2]direction
	handshake handshake
}

// direction is what was seen of one end's segments.
type direction struct {
	begun   bool
	initial uint32 // the number of its SYN, RFC 9293's ISS, or a guess

	syn   bool // was seen
	scale int8 // of its SYN; notOffered if that has no such option, UnknownScale if it cannot be read

	sent     bool          // something was
	next     uint32        // after the last byte that was sent
	nextAt   time.Duration // when that was
	gaps     []segment.Block
	acked    bool // something was
	ack      uint32
	ackAt    time.Duration
	window   uint16
	repeats  int  // duplicate ACKs in a row
	lastMark Mark // of its last segment
}

// handshake is what a round trip is measured by.
type handshake struct {
	syn       time.Duration
	begun     bool
	roundTrip time.Duration // 0 if it is not known
}

// Follow fills in the Context of the next segment, in the order in which they
// were seen.
func (c *Conversation) Follow(s *Segment) {
	from, to := &c.ends[s.From], &c.ends[s.From.Other()]
	if s.Flags.Has(segment.SYN) && !s.Flags.Has(segment.RST) {
		c.synchronize(s, from, to)
	}
	if !from.begun {
		from.begin(firstOf(s))
	}
	s.Seq = s.SequenceNumber - from.initial
	if s.Flags.Has(segment.ACK) {
		if !to.begun {
			to.begin(s.AcknowledgmentNumber - 1)
		}
		s.Ack = s.AcknowledgmentNumber - to.initial
	}
	s.Scale = from.scaleOf(s, to)
	c.measure(s)
	s.Marks = c.marks(s, from, to)
	from.note(s)
}

// synchronize takes a SYN's number, with which another connection may begin
// between the same ports, and its scale.
func (c *Conversation) synchronize(s *Segment, from, to *direction) {
	if !from.begun || from.initial != s.SequenceNumber {
		if from.begun && !s.Flags.Has(segment.ACK) {
			*to, c.handshake = direction{}, handshake{}
		}
		*from = direction{}
		from.begin(s.SequenceNumber)
	}
	from.syn, from.scale = true, notOffered
	if shift, ok := s.Options.WindowScale(); ok {
		from.scale = int8(min(shift, maxShift))
	} else if s.Malformed != nil { // it may be among the options that the capture has cut off
		from.scale = UnknownScale
	}
}

// notOffered is the scale of a SYN without one: no window of the connection is
// scaled then.
const notOffered = -2

// maxShift is the largest scale; more counts as this (RFC 7323, section 2.3).
const maxShift = 14

func (d *direction) begin(initial uint32) { d.begun, d.initial = true, initial }

// firstOf guesses the initial number from a segment in the middle: counting
// begins as if the SYN had been the byte before. A reset from where nothing
// listens has no number of its own and says 0 (RFC 9293, section 3.10.7.1).
func firstOf(s *Segment) uint32 {
	if s.Flags.Has(segment.RST) && s.SequenceNumber == 0 {
		return 0
	}
	return s.SequenceNumber - 1
}

// scaleOf returns the scale of a segment's window. Windows are scaled only if
// both SYNs have the option, and never in a SYN (RFC 7323, section 2.2).
func (d *direction) scaleOf(s *Segment, to *direction) int8 {
	switch {
	case s.Flags.Has(segment.SYN):
		return 0
	case !d.syn || !to.syn:
		return UnknownScale
	case d.scale == notOffered || to.scale == notOffered:
		return 0
	case to.scale == UnknownScale:
		return UnknownScale
	}
	return d.scale
}

// measure takes the time from the SYN to the ACK that ends the handshake.
func (c *Conversation) measure(s *Segment) {
	opening := s.Flags & (segment.SYN | segment.ACK | segment.FIN | segment.RST)
	switch {
	case opening == segment.SYN && !c.handshake.begun:
		c.handshake = handshake{syn: s.Left, begun: true}
	case opening == segment.ACK && c.handshake.begun && c.handshake.roundTrip == 0 && c.ends[s.From.Other()].syn:
		c.handshake.roundTrip = s.Left - c.handshake.syn
	}
}
