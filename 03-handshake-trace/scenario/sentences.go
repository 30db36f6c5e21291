package scenario

import (
	"time"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// Sentences of more than one scenario.

func establishedFirst(t *timeline.Trace) lang.Text {
	client, ok := event(t, timeline.Client, reached(states.Established))
	server, too := event(t, timeline.Server, reached(states.Established))
	// On lo the two are read one after the other and mean nothing.
	if !ok || !too || server.At-client.At < time.Millisecond {
		return nothing
	}
	return lang.Say("The client was ESTABLISHED %s before the server, which had yet to hear that its SYN,ACK arrived.",
		took(server.At-client.At))
}

// closing tells three segments from four: whether the ACK of the first FIN
// came by itself or on the other end's FIN. Where a FIN was lost it says nothing.
func closing(t *timeline.Trace) lang.Text {
	fins := segments(t, carrying(segment.FIN))
	if len(fins) != 2 || fins[0].Lost || fins[1].Lost || fins[0].From == fins[1].From {
		return nothing
	}
	one, other := fins[0], fins[1]
	answers := segments(t, func(s *timeline.Segment) bool {
		return s.From == other.From && s.Flags.Has(segment.ACK) && s.AcknowledgmentNumber == after(one)
	})
	switch {
	case len(answers) == 0:
		return nothing
	case answers[0] == other:
		return lang.Say("The close took three segments: the %s called close() so soon that the ACK of the %s's FIN "+
			"rode on its own, %s after it had arrived.", other.From.Name(), one.From.Name(), took(other.Left-one.Arrived))
	}
	return lang.Say("The close took four segments: the kernel acknowledged the %s's FIN %s after it had arrived, "+
		"by itself, because the %s's own FIN followed only %s later.",
		one.From.Name(), took(answers[0].Left-one.Arrived), other.From.Name(), took(other.Left-answers[0].Left))
}

func timeWait(t *timeline.Trace) lang.Text {
	fins := segments(t, carrying(segment.FIN))
	if len(fins) == 0 {
		return nothing
	}
	first := fins[0].From
	if _, ok := event(t, first, reached(states.TimeWait)); !ok {
		return nothing
	}
	return lang.Say("The %s closed first, so the %s holds TIME_WAIT.", first.Name(), first.Name())
}

// resets returns the segments with RST, if no FIN was sent.
func resets(t *timeline.Trace) []*timeline.Segment {
	if len(segments(t, carrying(segment.FIN))) > 0 {
		return nil
	}
	return segments(t, carrying(segment.RST))
}

// failure tells how the reset reached the program at an end.
func failure(t *timeline.Trace, end timeline.End) lang.Text {
	failed, ok := event(t, end, failed("ECONNRESET"))
	if !ok {
		return nothing
	}
	return lang.Say("At the %s, %s() failed with ECONNRESET.", end.Name(), failed.Call.Name)
}

// noTimeWait tells of ends that were CLOSED without it, the one that sent the RST
// first.
func noTimeWait(t *timeline.Trace) lang.Text {
	sent := resets(t)
	if len(sent) == 0 {
		return nothing
	}
	var at [2]time.Duration
	for _, end := range timeline.Ends {
		closed, ok := event(t, end, reached(states.Closed))
		if _, waited := event(t, end, reached(states.TimeWait)); waited || !ok {
			return nothing
		}
		at[end] = closed.At
	}
	first := sent[0].From
	if at[first.Other()]-at[first] < time.Millisecond { // on lo, see establishedFirst
		return lang.Say("Both ends are CLOSED; neither went through TIME_WAIT.")
	}
	return lang.Say("The %s was CLOSED at once, and the %s %s later, when the RST arrived; neither went through TIME_WAIT.",
		first.Name(), first.Other().Name(), took(at[first.Other()]-at[first]))
}
