package recording

import (
	"fmt"
	"io"
	"strings"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/capture"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// Exporter writes segments of somebody's capture to a capture of their own.
type Exporter struct{ file *capture.Writer }

// NewExporter writes the head of a pcapng to w, with what the capture is about.
func NewExporter(w io.Writer, about string) (*Exporter, error) {
	file, err := capture.NewWriter(w, "", about)
	return &Exporter{file}, err
}

// Segment writes a segment as it was seen in a connection that began at start,
// with its marks as a comment. One whose time is not known is left without.
func (e *Exporter) Segment(start time.Time, s *timeline.Segment) error {
	at := start.Add(s.Left)
	if s.Untimed {
		at = time.Time{}
	}
	return e.file.Packet(at, s.Packet, len(s.Packet)+s.Missing, s.Marks.String())
}

// Write writes a time line to w as pcapng: each segment once, at the moment
// it left, with its stretch of the time line as a comment. Title, Seen and
// Lesson become the comment of the whole.
func Write(w io.Writer, t *timeline.Trace) error {
	about := append([]string{t.Title, t.Seen.String()}, t.Said()...)
	file, err := capture.NewWriter(w, application, strings.Join(about, "\n"))
	if err != nil {
		return err
	}
	comments := comments(t.Events)
	for i, s := range t.Segments() {
		if err := file.Packet(t.Start.Add(s.Left), s.Packet, len(s.Packet)+s.Missing, comments[i]); err != nil {
			return err
		}
	}
	return nil
}

// comments divides the events among the segments, in the order they left.
// What comes before the first segment belongs to it as well.
func comments(events []timeline.Event) []string {
	var comments []string
	var stretch []string
	number := make(map[*timeline.Segment]int)
	for _, event := range events {
		if event.Kind == timeline.Leave {
			if len(number) > 0 {
				comments = append(comments, strings.Join(stretch, "\n"))
				stretch = nil
			}
			number[event.Segment] = len(number) + 1
		}
		stretch = append(stretch, line(event, number[event.Segment]))
	}
	return append(comments, strings.Join(stretch, "\n"))
}

// verbs are how each kind of event is written down.
var verbs = [...]string{
	timeline.Enter:    "calls",
	timeline.Return:   "returns",
	timeline.State:    "is",
	timeline.Leave:    "sends segment",
	timeline.Arrive:   "receives segment",
	timeline.Lost:     "loses segment",
	timeline.Queued:   "queues",
	timeline.Repeated: "repeats segment",
}

// line writes an event down. number is that of its segment in the file.
func line(event timeline.Event, number int) string {
	object := fmt.Sprint(number)
	switch event.Kind {
	case timeline.Enter, timeline.Return:
		object = event.Call.String()
	case timeline.State:
		object = event.State.String()
	case timeline.Queued:
		object = event.Queues.String()
	}
	return fmt.Sprintf("%v %v %s %s", event.At, event.End, verbs[event.Kind], object)
}
