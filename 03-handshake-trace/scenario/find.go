package scenario

import (
	"fmt"
	"strings"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// seen is a segment of a trace with its header taken apart.
type seen struct {
	*timeline.Segment
	header segment.Segment
}

// segments returns the segments of a trace that satisfy want, in order.
func segments(t *timeline.Trace, want func(seen) bool) []seen {
	var found []seen
	for _, s := range t.Segments() {
		decoded, err := segment.Decode(s.Packet)
		if one := (seen{s, decoded}); err == nil && want(one) {
			found = append(found, one)
		}
	}
	return found
}

// with wants segments of one end that have all of these flags.
func with(from timeline.End, flags segment.Flags) func(seen) bool {
	return func(s seen) bool { return s.From == from && s.header.Flags.Has(flags) }
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

// text wants the call or return of this text.
func text(text string) func(timeline.Event) bool {
	return func(e timeline.Event) bool { return e.Text == text }
}

// entered wants the beginning of a call of this name.
func entered(name string) func(timeline.Event) bool {
	return func(e timeline.Event) bool {
		return e.Kind == timeline.Call && strings.HasPrefix(e.Text, name+"(")
	}
}

// reached wants the state.
func reached(state states.State) func(timeline.Event) bool {
	return func(e timeline.Event) bool { return e.Kind == timeline.State && e.State == state }
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
