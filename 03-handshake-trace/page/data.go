package page

import (
	"bytes"
	"slices"

	"example.com/socket-tutorial/03-handshake-trace/explain"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// Limits of what a page holds, so that it stays below 250 KB whatever is in a
// capture.
const (
	mostSegments = 32
	mostEvents   = 400
	mostBytes    = 256 // of a packet, and of a call's data
)

// data is what the script reads.
type data struct {
	Trace       *timeline.Trace              `json:"trace"`
	Payloads    [][]byte                     `json:"payloads"` // of each segment
	Fields      [][]field                    `json:"fields"`   // of each segment
	Transitions []transition                 `json:"transitions"`
	Words       map[string]map[string]string `json:"words"` // by language
	Texts       map[string]map[string]string `json:"texts"` // of fields and marks, by language and by what they say in English
}

// field is a line of explain: a heading, or a field and the bytes it is in.
type field struct {
	Heading string `json:"heading,omitempty"`
	At      int    `json:"at"`
	Size    int    `json:"size"` // 0 for one that is in the bytes of the field before
	Bytes   string `json:"bytes,omitempty"`
	Name    string `json:"name,omitempty"`
	Value   string `json:"value,omitempty"`
}

type transition struct {
	From string `json:"from"`
	To   string `json:"to"`
	On   string `json:"on"`
}

func newData(trace *timeline.Trace) data {
	d := data{Trace: trace, Words: vocabulary, Texts: map[string]map[string]string{}}
	for _, s := range trace.Segments() {
		d.Payloads = append(d.Payloads, s.Payload[:min(len(s.Payload), mostBytes)])
		d.Fields = append(d.Fields, d.fieldsOf(s))
		d.text(s.Marks.Names())
	}
	for _, t := range states.Transitions {
		d.Transitions = append(d.Transitions, transition{t.From.String(), t.To.String(), t.On})
	}
	return d
}

// fieldsOf returns the fields of a segment that its page shows.
func (d *data) fieldsOf(s *timeline.Segment) []field {
	lines, _ := explain.Segment(s) // what is wrong with its options, a line says
	shown := []field{}
	for _, line := range lines {
		switch {
		case line.At+line.Size > mostBytes:
		case len(shown) > 0 && line.Heading.IsZero() && line.Name == "" && line.Offset == "":
			last := &shown[len(shown)-1] // a field goes on
			last.Size += line.Size
			last.Bytes += " " + line.Bytes
		default:
			shown = append(shown, field{d.text(line.Heading), line.At, line.Size, line.Bytes, line.Name, d.text(line.Value)})
		}
	}
	return shown
}

// text returns a text in English, and puts it among Texts.
func (d *data) text(text lang.Text) string {
	all := say(text)
	english := all[lang.English.Tag()]
	for tag, translated := range all {
		if tag == lang.English.Tag() {
			continue
		}
		if d.Texts[tag] == nil {
			d.Texts[tag] = map[string]string{}
		}
		d.Texts[tag][english] = translated
	}
	return english
}

// withoutRepetitions leaves out what -step has kept back: it never was on the
// wire that the page plays.
func withoutRepetitions(trace *timeline.Trace) *timeline.Trace {
	played := *trace
	played.Events = slices.DeleteFunc(slices.Clone(trace.Events), func(e timeline.Event) bool { return e.Kind == timeline.Repeated })
	return &played
}

// cut returns as much of a trace as a page has room for, and how many segments
// are left out. What it returns shares nothing that it changes.
func cut(trace *timeline.Trace) (shown *timeline.Trace, omitted int) {
	whole := len(trace.Segments())
	events := trace.Events[:min(len(trace.Events), mostEvents)]
	count := 0
	for i, event := range events {
		if event.Kind == timeline.Leave {
			count++
		}
		if count > mostSegments {
			events = events[:i]
			break
		}
	}
	short := *trace
	short.Events = make([]timeline.Event, len(events))
	replaced := map[*timeline.Segment]*timeline.Segment{}
	for i, event := range events {
		if s := event.Segment; s != nil {
			if replaced[s] == nil {
				copied := *s
				copied.Packet = bytes.Clone(s.Packet[:min(len(s.Packet), mostBytes)])
				copied.Missing += len(s.Packet) - len(copied.Packet)
				replaced[s] = &copied
			}
			event.Segment = replaced[s]
		}
		if c := event.Call; c != nil && len(c.Data) > mostBytes {
			copied := *c
			copied.Data = c.Data[:mostBytes]
			event.Call = &copied
		}
		short.Events[i] = event
	}
	return &short, whole - len(short.Segments())
}
