package scenario

import (
	"fmt"
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// The sentences about how a connection ends.

// closing tells three segments from four: whether the ACK of the first FIN
// came by itself or on the other end's FIN.
func closing(t *timeline.Trace) string {
	fins := segments(t, func(s seen) bool { return s.header.Flags.Has(segment.FIN) && !s.Lost })
	if len(fins) == 0 {
		return ""
	}
	one := fins[0]
	other := one.From.Other()
	answers := segments(t, func(s seen) bool {
		return s.From == other && s.header.AcknowledgmentNumber == one.header.SequenceNumber+uint32(one.header.Length)+1
	})
	if len(answers) == 0 {
		return ""
	}
	answer := answers[0]
	if answer.header.Flags.Has(segment.FIN) {
		return fmt.Sprintf("The close took three segments: the %s called close() so soon that the ACK of the %s's FIN "+
			"rode on its own, %s after it had arrived.", other, one.From, took(answer.Left-one.Arrived))
	}
	for _, fin := range fins {
		if fin.From == other {
			return fmt.Sprintf("The close took four segments: the kernel acknowledged the %s's FIN %s after it had arrived, "+
				"by itself, because the %s's own FIN followed only %s later.",
				one.From, took(answer.Left-one.Arrived), other, took(fin.Left-answer.Left))
		}
	}
	return ""
}

func timeWait(t *timeline.Trace) string {
	fins := segments(t, func(s seen) bool { return s.header.Flags.Has(segment.FIN) })
	if len(fins) == 0 {
		return ""
	}
	first := fins[0].From
	if _, ok := event(t, first, reached(states.TimeWait)); !ok {
		return ""
	}
	return fmt.Sprintf("The %s closed first, so the %s holds TIME_WAIT.", first, first)
}

func portHeld(t *timeline.Trace) string {
	var failed []timeline.Event
	for _, e := range t.Events {
		if strings.HasPrefix(e.Text, "bind(") && strings.HasSuffix(e.Text, "EADDRINUSE") {
			failed = append(failed, e)
		}
	}
	if len(failed) < 2 {
		return ""
	}
	return "Its port is held as well: " + failed[0].Text + ", and with SO_REUSEADDR again, " +
		"because the socket that is in TIME_WAIT came from a listener without it."
}

func portReused(t *timeline.Trace) string {
	called := fmt.Sprintf("bind(%d) = 0", t.Address[timeline.Server].Port()+1)
	succeeded := 0
	for _, e := range t.Events {
		if e.Text == called {
			succeeded++
		}
	}
	if succeeded < 2 {
		return ""
	}
	return "On the other port, whose connection is not drawn, the listener had set it from the beginning: " + called + "."
}

func bothClose(t *timeline.Trace) string {
	client := segments(t, with(timeline.Client, segment.FIN))
	server := segments(t, with(timeline.Server, segment.FIN))
	if len(client) == 0 || len(server) == 0 || server[0].Left >= client[0].Arrived || client[0].Left >= server[0].Arrived {
		return ""
	}
	return fmt.Sprintf("The two FINs crossed: they left %s apart, each before the other arrived, so each got an ACK of its own.",
		took((server[0].Left - client[0].Left).Abs()))
}

func bothWait(t *timeline.Trace) string {
	for _, end := range []timeline.End{timeline.Client, timeline.Server} {
		for _, state := range []states.State{states.Closing, states.TimeWait} {
			if _, ok := event(t, end, reached(state)); !ok {
				return ""
			}
		}
	}
	return "Both ends went through CLOSING and both hold TIME_WAIT, as neither knows that the other does."
}

// halfOpen counts what came to the end that had already sent its FIN.
func halfOpen(t *timeline.Trace) string {
	fins := segments(t, with(timeline.Client, segment.FIN))
	if len(fins) == 0 {
		return ""
	}
	bytes := 0
	for _, s := range segments(t, func(s seen) bool { return s.From == timeline.Server && !s.Lost }) {
		if s.Left > fins[0].Arrived {
			bytes += s.header.Length
		}
	}
	_, closed := event(t, timeline.Client, reached(states.FinWait2))
	if bytes == 0 || !closed {
		return ""
	}
	return fmt.Sprintf("The client's FIN ended one direction only: with the client in FIN_WAIT2 and the server in CLOSE_WAIT, "+
		"%d more bytes came the other way.", bytes)
}
