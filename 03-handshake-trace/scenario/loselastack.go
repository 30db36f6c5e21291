package scenario

import (
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

var loselastack = Scenario{
	Name:   "loselastack",
	Lesson: "the last ACK is lost: one of two things that TIME_WAIT is for",
	Client: askEcho,
	Server: serveEcho,
	Lose:   firstAnswerToFIN,
	Expect: Sequences{
		Client: connects + asks + closesFirst + " | ✗ | ← FIN,ACK | → ACK",
		Server: accepts + echoes + strings.Replace(closesSecond, "← ACK", "→ FIN,ACK | ← ACK", 1),
	},
	Tell: []Sentence{timeWaitAnswers},
}

// firstAnswerToFIN makes a Loss of the client's first ACK of the server's FIN.
func firstAnswerToFIN() Loss {
	var awaited uint32 // the ACK of the server's FIN, once that has left
	known, done := false, false
	return func(end timeline.End, s segment.Segment) bool {
		if end == timeline.Server && s.Flags.Has(segment.FIN) {
			awaited, known = s.SequenceNumber+uint32(s.Length)+1, true
		}
		if done || !known || end != timeline.Client || s.AcknowledgmentNumber != awaited {
			return false
		}
		done = true
		return true
	}
}

func timeWaitAnswers(t *timeline.Trace) lang.Text {
	missing := segments(t, lost)
	fins := segments(t, with(timeline.Server, segment.FIN))
	waiting, ok := event(t, timeline.Client, reached(states.TimeWait))
	if len(missing) == 0 || len(fins) < 2 || !ok || fins[1].Arrived < waiting.At {
		return nothing
	}
	return lang.Say("Segment %d, the last ACK, was lost, so the server stayed in LAST_ACK and sent its FIN again after %s. "+
		"In TIME_WAIT the client's kernel was still there to acknowledge it, although its program had ended. TIME_WAIT is for this, "+
		"and to keep late segments of this connection out of the next one between the same ports.",
		missing[0].Number, took(fins[1].Left-fins[0].Left))
}
