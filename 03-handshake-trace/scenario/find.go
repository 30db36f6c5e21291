package scenario

import (
	"fmt"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// What sentences look for in a trace.

// segments returns the segments of a trace that satisfy want, in order.
func segments(t *timeline.Trace, want func(*timeline.Segment) bool) []*timeline.Segment {
	var found []*timeline.Segment
	for _, s := range t.Segments() {
		if want(s) {
			found = append(found, s)
		}
	}
	return found
}

// with wants segments of one end that have all of these flags.
func with(from timeline.End, flags segment.Flags) func(*timeline.Segment) bool {
	return func(s *timeline.Segment) bool { return s.From == from && s.Flags.Has(flags) }
}

// carrying wants segments with all of these flags, of either end.
func carrying(flags segment.Flags) func(*timeline.Segment) bool {
	return func(s *timeline.Segment) bool { return s.Flags.Has(flags) }
}

func lost(s *timeline.Segment) bool { return s.Lost }

// after returns the number that acknowledges a segment: the next one after its
// data and its FIN.
func after(s *timeline.Segment) uint32 {
	next := s.SequenceNumber + uint32(s.Length)
	if s.Flags.Has(segment.FIN) {
		next++
	}
	return next
}

// event returns the first event at one end that satisfies want.
func event(t *timeline.Trace, end timeline.End, want func(timeline.Event) bool) (timeline.Event, bool) {
	for _, e := range t.Events {
		if e.End == end && want(e) {
			return e, true
		}
	}
	return timeline.Event{}, false
}

// entered wants the beginning of a call of this name.
func entered(name string) func(timeline.Event) bool {
	return func(e timeline.Event) bool { return e.Kind == timeline.Enter && e.Call.Name == name }
}

// returned wants that a call of this name comes back, with this error or with
// "" for none.
func returned(name, errno string) func(timeline.Event) bool {
	return func(e timeline.Event) bool {
		return e.Call != nil && e.Call.Returned && e.Call.Name == name && e.Call.Errno == errno
	}
}

// failed wants that any call comes back with this error.
func failed(errno string) func(timeline.Event) bool {
	return func(e timeline.Event) bool { return e.Call != nil && e.Call.Errno == errno }
}

// reached wants the state.
func reached(state states.State) func(timeline.Event) bool {
	return func(e timeline.Event) bool { return e.Kind == timeline.State && e.State == state }
}

// connected returns when the client called connect and when that returned 0.
func connected(t *timeline.Trace) (called, back time.Duration, ok bool) {
	enter, entered := event(t, timeline.Client, entered("connect"))
	leave, left := event(t, timeline.Client, returned("connect", ""))
	return enter.At, leave.At, entered && left
}

// took is a time as a sentence has it.
func took(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}
