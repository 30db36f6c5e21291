package scenario

import (
	"fmt"
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// The sentences about connections that are reset.

// resets returns the segments with RST, if no FIN was sent.
func resets(t *timeline.Trace) []seen {
	if len(segments(t, func(s seen) bool { return s.header.Flags.Has(segment.FIN) })) > 0 {
		return nil
	}
	return segments(t, func(s seen) bool { return s.header.Flags.Has(segment.RST) })
}

func abandoned(t *timeline.Trace) string {
	sent := resets(t)
	if len(sent) == 0 || sent[0].From != timeline.Server {
		return ""
	}
	return "When the listener was closed, with the connection still in its queue, the kernel reset it." + failure(t, timeline.Client)
}

// unread tells of data that arrived at an end which closed without reading it.
func unread(t *timeline.Trace) string {
	sent := resets(t)
	if len(sent) == 0 {
		return ""
	}
	end, bytes := sent[0].From, 0
	for _, s := range segments(t, func(s seen) bool { return s.From == end.Other() && !s.Lost }) {
		bytes += s.header.Length
	}
	if _, read := event(t, end, entered("recv")); read || bytes == 0 {
		return ""
	}
	return fmt.Sprintf("%d bytes had arrived and nobody read them, so close() at the %s sent RST and no FIN: "+
		"the data was lost, and the other end is to know.", bytes, end) + failure(t, end.Other())
}

func aborted(t *timeline.Trace) string {
	sent := resets(t)
	if len(sent) == 0 {
		return ""
	}
	end := sent[0].From
	if _, ok := event(t, end, text("setsockopt(LINGER 0) = 0")); !ok {
		return ""
	}
	return fmt.Sprintf("With SO_LINGER set to 0 seconds, close() at the %s sent RST and no FIN.", end) + failure(t, end.Other())
}

// failure tells how the reset reached the program at an end.
func failure(t *timeline.Trace, end timeline.End) string {
	failed, ok := event(t, end, func(e timeline.Event) bool { return strings.HasSuffix(e.Text, "= ECONNRESET") })
	if !ok {
		return ""
	}
	call, _, _ := strings.Cut(failed.Text, " ")
	return fmt.Sprintf(" At the %s, %s failed with ECONNRESET.", end, call)
}

func noTimeWait(t *timeline.Trace) string {
	for _, end := range []timeline.End{timeline.Client, timeline.Server} {
		_, closed := event(t, end, reached(states.Closed))
		if _, waited := event(t, end, reached(states.TimeWait)); waited || !closed {
			return ""
		}
	}
	return "Both ends were CLOSED at once; neither went through TIME_WAIT."
}
