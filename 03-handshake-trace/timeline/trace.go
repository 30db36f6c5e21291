package timeline

import (
	"slices"

	"example.com/socket-tutorial/03-handshake-trace/states"
)

// Sort puts events that were noted late, because the kernel gave them their
// time, where they belong.
func (t *Trace) Sort() {
	slices.SortStableFunc(t.Events, func(a, b Event) int { return int(a.At - b.At) })
	for i, s := range t.Segments() {
		s.Number = i + 1
	}
}

// States are the states read at one end, in order.
func (t *Trace) States(end End) []states.State {
	var read []states.State
	for _, event := range t.Events {
		if event.Kind == State && event.End == end {
			read = append(read, event.State)
		}
	}
	return read
}

// Segments returns the segments in the order in which they left.
func (t *Trace) Segments() []*Segment {
	var segments []*Segment
	for _, event := range t.Events {
		if event.Kind == Leave {
			segments = append(segments, event.Segment)
		}
	}
	return segments
}
