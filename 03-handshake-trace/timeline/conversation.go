package timeline

import (
	"strings"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/segment"
)

// Context is what a segment means beside those before it.
type Context struct {
	// Seq and Ack are the header's numbers, which begin anywhere, counted from
	// the sender's and from the receiver's SYN. Without the ACK bit, Ack is 0.
	Seq, Ack uint32
	// Scale is how many bits the window is to be shifted left: 0 in a SYN, and
	// UnknownScale where the two SYNs were not seen.
	Scale int8
	Marks Mark
}

// UnknownScale is the Scale of a window whose unit nobody knows.
const UnknownScale = -1

// ScaledWindow returns the window in bytes; where the scale is not known, in
// units that are not known either.
func (s *Segment) ScaledWindow() int { return int(s.Window) << max(0, s.Scale) }

// Mark is a set of things that are remarkable about a segment.
type Mark uint8

// The marks. They are given by the rules of Wireshark's tcp.analysis.
const (
	// Retransmission: data, SYN or FIN all of which was sent before.
	Retransmission Mark = 1 << iota
	// OutOfOrder: data that was not seen before, although later data was: it was
	// overtaken. What comes later than a round trip is taken for a
	// Retransmission of something that was lost before it could be seen.
	OutOfOrder
	// DuplicateACK: an ACK that says what the one before said, to the byte and the
	// window: something came that was not what comes next.
	DuplicateACK
	// ZeroWindow: the sender has no room left.
	ZeroWindow
	// WindowProbe: one byte for a receiver that has no room, to ask for its window.
	WindowProbe
	// KeepAlive: no byte or one, from before what comes next, to ask whether the
	// other end is still there.
	KeepAlive
)

var markNames = [...]string{"retransmission", "out of order", "duplicate ACK", "zero window", "window probe", "keep-alive"}

// String returns the names of the marks, as in "zero window, duplicate ACK".
func (m Mark) String() string {
	var names []string
	for i, name := range markNames {
		if m&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
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
	scale int8 // of its SYN; UnknownScale if that has no such option

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
	from.syn, from.scale = true, UnknownScale
	if shift, ok := s.Options.WindowScale(); ok {
		from.scale = int8(min(shift, maxShift))
	}
}

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
	case d.scale == UnknownScale || to.scale == UnknownScale:
		return 0
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

// defaultRoundTrip is Wireshark's, where no handshake was seen.
const defaultRoundTrip = 3 * time.Millisecond

// marks holds a segment against what came before it.
func (c *Conversation) marks(s *Segment, from, to *direction) (marks Mark) {
	plain := s.Flags&(segment.SYN|segment.FIN|segment.RST) == 0
	repeats := plain && s.Length == 0 && from.sent && s.SequenceNumber == from.next &&
		from.acked && s.AcknowledgmentNumber == from.ack && s.Window == from.window
	switch {
	case plain && s.Length == 1 && from.sent && s.SequenceNumber == from.next && to.acked && to.window == 0:
		return WindowProbe
	case plain && s.Length <= 1 && from.sent && s.SequenceNumber == from.next-1:
		marks = KeepAlive
	}
	if plain && s.Window == 0 {
		marks |= ZeroWindow
	}
	switch {
	case repeats && to.lastMark&KeepAlive != 0: // the answer to that
	case repeats && s.Window != 0:
		marks |= DuplicateACK
	}
	if marks&KeepAlive == 0 {
		marks |= c.sentBefore(s, from, to)
	}
	return marks
}

// sentBefore marks what takes up sequence numbers, but no new ones: it was sent
// before, or it was overtaken.
func (c *Conversation) sentBefore(s *Segment, from, to *direction) Mark {
	occupied := occupies(s)
	if occupied == 0 || !from.sent || !before(s.SequenceNumber, from.next) {
		return 0
	}
	roundTrip := c.handshake.roundTrip
	if roundTrip == 0 {
		roundTrip = defaultRoundTrip
	}
	unseen := from.inGap(s.SequenceNumber, s.SequenceNumber+occupied)
	asked := to.repeats >= 2 && to.ack == s.SequenceNumber && s.Left-to.ackAt < fastRetransmit
	if unseen && !asked && s.Left-from.nextAt < roundTrip {
		return OutOfOrder
	}
	return Retransmission
}

// fastRetransmit is how soon after the duplicate ACKs that asked for it a
// segment counts as the answer to them.
const fastRetransmit = 20 * time.Millisecond

// occupies returns how many sequence numbers a segment takes up.
func occupies(s *Segment) uint32 {
	length := uint32(s.Length)
	for _, flag := range []segment.Flags{segment.SYN, segment.FIN} {
		if s.Flags.Has(flag) {
			length++
		}
	}
	return length
}

// before compares sequence numbers, which go on at 0 after the last.
func before(a, b uint32) bool { return int32(a-b) < 0 }

// gapsMax bounds what is remembered of a connection that loses much.
const gapsMax = 64

// note keeps what the next segments are held against.
func (d *direction) note(s *Segment) {
	d.lastMark = s.Marks
	begin, end := s.SequenceNumber, s.SequenceNumber+occupies(s)
	if !s.Flags.Has(segment.RST) {
		if d.sent && before(d.next, begin) && len(d.gaps) < gapsMax {
			d.gaps = append(d.gaps, segment.Block{Begin: d.next, End: begin})
		}
		d.fill(begin, end)
		if !d.sent || before(d.next, end) && s.Marks&WindowProbe == 0 {
			d.sent, d.next, d.nextAt = true, end, s.Left
		}
	}
	if !s.Flags.Has(segment.ACK) {
		return
	}
	switch {
	case s.Marks&DuplicateACK != 0:
		d.repeats++
	case s.AcknowledgmentNumber != d.ack:
		d.repeats = 0
	}
	d.acked, d.ack, d.ackAt, d.window = true, s.AcknowledgmentNumber, s.Left, s.Window
}

// inGap reports whether any of these numbers was not seen when later ones were.
func (d *direction) inGap(begin, end uint32) bool {
	for _, gap := range d.gaps {
		if before(begin, gap.End) && before(gap.Begin, end) {
			return true
		}
	}
	return false
}

// fill takes these numbers out of the gaps.
func (d *direction) fill(begin, end uint32) {
	var left []segment.Block
	for _, gap := range d.gaps {
		if !before(begin, gap.End) || !before(gap.Begin, end) {
			left = append(left, gap)
			continue
		}
		if before(gap.Begin, begin) {
			left = append(left, segment.Block{Begin: gap.Begin, End: begin})
		}
		if before(end, gap.End) {
			left = append(left, segment.Block{Begin: end, End: gap.End})
		}
	}
	d.gaps = left
}
