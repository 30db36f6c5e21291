package explain

import (
	"fmt"

	"example.com/socket-tutorial/03-handshake-trace/segment"
)

// options explains TCP's options: each a Kind, most with a Length and a Value.
func (t *table) options(s segment.Segment) {
	size := s.HeaderLength() - 20
	if size == 0 {
		return
	}
	end := t.at + size
	t.heading("TCP options (Kind, Length, Value): %d bytes", size)
	for _, option := range s.Options {
		if _, _, ok := (segment.Options{option}).Timestamps(); ok {
			t.timestamps(s)
			continue
		}
		name, value := describe(option)
		t.field(option.Length, name, value)
	}
	t.field(end-t.at, "", "padding")
}

// timestamps adds the two clocks, of one second or less a tick, on lines of
// their own.
func (t *table) timestamps(s segment.Segment) {
	value, echo, _ := s.Options.Timestamps()
	t.field(2, "Timestamps", "RFC 7323: to measure the round trip")
	t.field(4, "  TSval", fmt.Sprintf("%d: the sender's clock", value))
	if s.Flags.Has(segment.ACK) {
		t.field(4, "  TSecr", fmt.Sprintf("%d: the peer's clock, echoed", echo))
	} else {
		t.field(4, "  TSecr", fmt.Sprintf("%d: no clock was seen yet", echo))
	}
}

// maxShift is the largest Window Scale; more counts as this (RFC 7323,
// section 2.3).
const maxShift = 14

// describe returns the name of an option and what it says.
func describe(option segment.Option) (name, value string) {
	alone := segment.Options{option}
	mss, isMSS := alone.MSS()
	shift, isScale := alone.WindowScale()
	switch {
	case isMSS:
		return "Maximum Segment Size", fmt.Sprintf("%d bytes of data at most", mss)
	case isScale:
		return "Window Scale", fmt.Sprintf("%d: later windows in units of %d", shift, 1<<min(shift, maxShift))
	case option.Kind == segment.SACKPermitted:
		return "SACK Permitted", "RFC 2018: gaps may be reported"
	case option.Kind == segment.SACK:
		return "SACK", "what arrived beyond a gap"
	case option.Kind == segment.NoOperation:
		return "No-Operation", "fills up to a multiple of 4"
	case option.Kind == segment.EndOfOptions:
		return "End of Option List", ""
	}
	return fmt.Sprintf("Kind %d", option.Kind), "not taken apart"
}
