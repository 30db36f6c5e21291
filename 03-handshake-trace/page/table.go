package page

import (
	"fmt"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// row is one event in the table.
type row struct {
	Number                  int // from 1
	At                      string
	Client, Segment, Server said
	Way                     string // the class of the segment's cell
}

func rows(trace *timeline.Trace) []row {
	var all []row
	for i, event := range trace.Events {
		r := row{Number: i + 1, At: fmt.Sprintf("%.1f", float64(event.At)/float64(time.Millisecond))}
		if event.Segment != nil {
			r.Segment, r.Way = say(arrow(event)), event.End.String()
		} else if event.End == timeline.Client {
			r.Client = cell(event)
		} else {
			r.Server = cell(event)
		}
		all = append(all, r)
	}
	return all
}

// cell is what an end did, or was seen in.
func cell(event timeline.Event) said {
	switch event.Kind {
	case timeline.State:
		return say(lang.Verbatim(event.State.String()))
	case timeline.Queued:
		return say(event.Queues.Text())
	}
	return say(lang.Verbatim(event.Text()))
}

// arrow is what happened to a segment: it left, came, or was lost.
func arrow(event timeline.Event) lang.Text {
	s := event.Segment
	right := s.From == timeline.Client
	text := fmt.Sprintf("%d %v", s.Number, s.Flags)
	switch {
	case event.Kind == timeline.Lost:
		return lang.Say("%s ✗ lost", text)
	case event.Kind == timeline.Arrive && right:
		return lang.Verbatim("┄ " + text + " ─▶")
	case event.Kind == timeline.Arrive:
		return lang.Verbatim("◀─ " + text + " ┄")
	}
	text += fmt.Sprintf(" seq=%d", s.Seq)
	if s.Flags.Has(segment.ACK) {
		text += fmt.Sprintf(" ack=%d", s.Ack)
	}
	if s.Length > 0 {
		text += fmt.Sprintf(" len=%d", s.Length)
	}
	said := lang.Say("%v %v", text, s.WindowText())
	if s.Marks != 0 {
		said = lang.Say("%v [%v]", said, s.Marks.Names())
	}
	if right {
		return lang.Say("├─ %s ┄", said)
	}
	return lang.Say("┄ %s ─┤", said)
}
