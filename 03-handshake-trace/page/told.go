package page

import (
	"slices"

	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// told is a sentence, and after how many events it is true.
type told struct {
	Text  said
	Event int
}

// tell returns the sentences of a trace. Each is true from the event on after
// which its scenario would say it, word for word, to the end; one of an unknown
// scenario, or that somebody changed, at the end.
func tell(trace *timeline.Trace) []told {
	var sentences []told
	s, known := scenario.Find(trace.Title)
	for _, text := range trace.Lesson {
		sentence := told{say(text), len(trace.Events)}
		tells := func(told lang.Text) bool { return told.String() == text.String() }
		for known && sentence.Event > 0 && slices.ContainsFunc(s.Tells(beginning(trace, sentence.Event-1)), tells) {
			sentence.Event--
		}
		sentences = append(sentences, sentence)
	}
	return sentences
}

// beginning returns what was known of a trace after so many events: segments
// that are on their way have not arrived and are not lost.
func beginning(trace *timeline.Trace, events int) *timeline.Trace {
	part := *trace
	part.Events = slices.Clone(trace.Events[:events])
	known := map[*timeline.Segment]*timeline.Segment{}
	for i, event := range part.Events {
		s := event.Segment
		if s == nil {
			continue
		}
		if known[s] == nil {
			copied := *s
			copied.Arrived, copied.Lost = 0, false
			known[s] = &copied
		}
		switch event.Kind {
		case timeline.Arrive:
			known[s].Arrived = s.Arrived
		case timeline.Lost:
			known[s].Lost = true
		}
		part.Events[i].Segment = known[s]
	}
	return &part
}
