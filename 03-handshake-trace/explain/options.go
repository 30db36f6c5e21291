package explain

import (
	"fmt"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// options explains TCP's options: each a Kind, most with a Length and a Value.
func (t *table) options(s *timeline.Segment) {
	size := s.HeaderLength() - 20
	if size == 0 {
		return
	}
	end := t.at + size
	t.heading("TCP options (Kind, Length, Value): %d bytes", size)
	for _, option := range s.Options {
		alone := segment.Options{option}
		if _, _, ok := alone.Timestamps(); ok {
			t.timestamps(s)
			continue
		}
		if blocks := alone.SACK(); len(blocks) > 0 {
			t.sack(s, blocks)
			continue
		}
		if subtype := option.Subtype(); subtype != "" {
			t.field(2, "Multipath TCP", "RFC 8684: several paths")
			t.field(option.Length-2, "  "+subtype, "not taken apart further")
			continue
		}
		name, value := describe(option)
		t.field(option.Length, name, "%v", value)
	}
	rest := lang.Say("padding")
	if s.Malformed != nil {
		rest = lang.Say("cannot be taken apart")
	}
	t.field(end-t.at, "", "%v", rest)
}

// sack adds the stretches that arrived beyond a gap. Their numbers are of the
// other end's bytes, as the Acknowledgment Number is.
func (t *table) sack(s *timeline.Segment, blocks []segment.Block) {
	t.field(2, "SACK", "RFC 2018: what arrived beyond a gap")
	initial := s.AcknowledgmentNumber - s.Ack
	for _, block := range blocks {
		t.field(4, "  Left Edge", "%d: from seq %d on", block.Begin, block.Begin-initial)
		t.field(4, "  Right Edge", "%d: up to seq %d", block.End, block.End-initial-1)
	}
}

// timestamps adds the two clocks, of one second or less a tick, on lines of
// their own.
func (t *table) timestamps(s *timeline.Segment) {
	value, echo, _ := s.Options.Timestamps()
	t.field(2, "Timestamps", "RFC 7323: to measure the round trip")
	t.field(4, "  TSval", "%d: the sender's clock", value)
	if s.Flags.Has(segment.ACK) {
		t.field(4, "  TSecr", "%d: the peer's clock, echoed", echo)
	} else {
		t.field(4, "  TSecr", "%d: no clock was seen yet", echo)
	}
}

// maxShift is the largest Window Scale; more counts as this (RFC 7323,
// section 2.3).
const maxShift = 14

// describe returns the name of an option and what it says.
func describe(option segment.Option) (name string, value lang.Text) {
	alone := segment.Options{option}
	mss, isMSS := alone.MSS()
	shift, isScale := alone.WindowScale()
	switch {
	case isMSS:
		return "Maximum Segment Size", lang.Say("%d bytes of data at most", mss)
	case isScale:
		return "Window Scale", lang.Say("%d: later windows in units of %d", shift, 1<<min(shift, maxShift))
	case option.Kind == segment.SACKPermitted:
		return "SACK Permitted", lang.Say("RFC 2018: gaps may be reported")
	case option.Kind == segment.FastOpen && len(option.Value) == 0:
		return "Fast Open", lang.Say("RFC 7413: asks for a cookie")
	case option.Kind == segment.FastOpen:
		return "Fast Open", lang.Say("RFC 7413: a cookie, for data in a SYN")
	case option.Kind == segment.NoOperation:
		return "No-Operation", lang.Say("fills up to a multiple of 4")
	case option.Kind == segment.EndOfOptions:
		return "End of Option List", lang.Text{}
	}
	return fmt.Sprintf("Kind %d", option.Kind), lang.Say("not taken apart")
}
