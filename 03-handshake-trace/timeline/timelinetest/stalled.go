// Package timelinetest is what tests need that judge a run by its time line.
package timelinetest

import (
	"time"

	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// late is how much longer than asked for something may take on a machine that
// does not stand still.
const late = 15 * time.Millisecond

// Stalled reports whether, on a wire with this delay, a segment, a pause, a program
// or a call took much longer than it should, so that a timer of the kernel may have
// gone off that should not have. The machine stood still, and the run proves nothing.
//
// A program goes on as soon as its call has returned, and its call returns as soon as
// what it waits for has come: a segment that arrives. One that leaves says nothing of
// that, for a timer of the kernel may have sent it. The first SYN leaves as soon as
// connect was called.
func Stalled(trace *timeline.Trace, delay time.Duration) bool {
	for _, s := range trace.Segments() {
		if !s.Lost && s.Arrived-s.Left > delay+late {
			return true
		}
	}
	var due [2]time.Duration // when each end's program should go on, at the latest
	connected := time.Duration(0)
	for _, event := range trace.Events {
		called := event.Kind == timeline.Enter || event.Kind == timeline.Return
		if called && due[event.End] > 0 && event.At-due[event.End] > late {
			return true
		}
		switch {
		case called && event.Call.Name == "sleep":
			due[event.End] = event.At + event.Call.Pause
		case called || event.Kind == timeline.Arrive:
			due[event.End] = max(due[event.End], event.At)
		}
		if event.Kind == timeline.Enter && event.Call.Name == "connect" {
			connected = event.At
		}
		if event.Kind == timeline.Leave && event.Segment.Number == 1 && event.At-connected > late {
			return true
		}
	}
	return false
}
