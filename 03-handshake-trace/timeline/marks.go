package timeline

import (
	"time"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
)

// Mark is a set of things that are remarkable about a segment.
type Mark uint8

// The marks. They are given by the rules of Wireshark's tcp.analysis.
const (
	// Retransmission: data, SYN or FIN that begins with what was sent before.
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

var markNames = [...]lang.Format{"retransmission", "out of order", "duplicate ACK", "zero window", "window probe", "keep-alive"}

// String returns the names of the marks, as in "zero window, duplicate ACK", in
// English: captures and JSON have them.
func (m Mark) String() string { return m.Names().In(lang.English) }

// Names is what a reader calls the marks.
func (m Mark) Names() (names lang.Text) {
	for i, name := range markNames {
		if m&(1<<i) != 0 {
			names = words.List(names, lang.Say(name))
		}
	}
	return names
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

// sentBefore marks what takes up sequence numbers, and not from the next one on: it
// was sent before, or it was overtaken.
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
