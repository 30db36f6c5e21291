package recording

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"example.com/socket-tutorial/03-handshake-trace/capture"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// restore rebuilds the time line that Write took apart. It reports false if
// anything in the comments is not as Write leaves it: then somebody changed
// the file, and what the comments say was perhaps never seen.
func restore(about string, packets []capture.Packet) (*timeline.Trace, bool) {
	lines := strings.Split(about, "\n")
	if len(lines) < 2 || len(packets) == 0 || !titles.MatchString(lines[0]) || !printable(about) {
		return nil, false
	}
	t := &timeline.Trace{Title: lines[0]}
	for _, sentence := range lines[2:] {
		t.Lesson = append(t.Lesson, lang.Verbatim(sentence))
	}
	var segments []*timeline.Segment
	for _, packet := range packets {
		s, data, err := decode(packet)
		if err != nil || packet.At.IsZero() {
			return nil, false
		}
		segments = append(segments, &timeline.Segment{Segment: s, Number: packet.Number, Packet: data, Missing: packet.Missing()})
		for _, text := range strings.Split(packet.Comment, "\n") {
			event, ok := parse(text, segments)
			if !ok {
				return nil, false
			}
			t.Events = append(t.Events, event)
		}
	}
	if !fillIn(t, segments) {
		return nil, false
	}
	first, _, _ := decode(packets[0])
	t.Start = packets[0].At.Add(-segments[0].Left)
	t.Address[segments[0].From] = first.Source
	t.Address[segments[0].From.Other()] = first.Destination
	t.Seen = lang.Say("recorded %s, %s", t.Start.Format(time.DateTime), lang.Say(lang.Format(lines[1])))
	return t, true
}

// titles are names of scenarios, or of a port's connections: what else a file says of itself may be meant
// to become a path, or to command a terminal.
var titles = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

// printable reports whether text is of printable characters, in lines.
func printable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) })
}

// fillIn gives the segments what the events say of them. It reports false
// unless each segment left once, in the order of the file, and time never
// went backwards.
func fillIn(t *timeline.Trace, segments []*timeline.Segment) bool {
	left, last := 0, time.Duration(0)
	var conversation timeline.Conversation
	for _, event := range t.Events {
		if event.At < last {
			return false
		}
		last = event.At
		switch s := event.Segment; event.Kind {
		case timeline.Leave:
			if left++; s.Number != left {
				return false
			}
			s.From, s.Left = event.End, event.At
			conversation.Follow(s)
		case timeline.Arrive:
			s.Arrived = event.At
		case timeline.Lost:
			s.Lost = true
		}
	}
	return left == len(segments)
}

// parse reads a line of a comment back, and reports whether it is one. segments
// are those that have left.
func parse(text string, segments []*timeline.Segment) (event timeline.Event, ok bool) {
	at, rest, _ := strings.Cut(text, " ")
	end, rest, _ := strings.Cut(rest, " ")
	var err error
	if event.At, err = time.ParseDuration(at); err != nil {
		return event, false
	}
	switch end {
	case timeline.Client.String():
		event.End = timeline.Client
	case timeline.Server.String():
		event.End = timeline.Server
	default:
		return event, false
	}
	for kind, verb := range verbs {
		if object, found := strings.CutPrefix(rest, verb+" "); found {
			event.Kind = timeline.Kind(kind)
			ok = complete(&event, object, segments)
			return event, ok
		}
	}
	return event, false
}

// complete sets what the event is about, and reports whether object can be that.
func complete(event *timeline.Event, object string, segments []*timeline.Segment) bool {
	switch event.Kind {
	case timeline.Enter, timeline.Return:
		call, err := timeline.ParseCall(object)
		event.Call = &call
		return err == nil && (event.Kind == timeline.Enter || call.Returned)
	case timeline.State:
		for state := states.Unread + 1; state <= states.Closing; state++ {
			if state.String() == object {
				event.State = state
				return true
			}
		}
		return false
	case timeline.Queued:
		queues, err := timeline.ParseQueues(object)
		event.Queues = &queues
		return err == nil
	default:
		number, err := strconv.Atoi(object)
		if err != nil || number < 1 || number > len(segments) {
			return false
		}
		event.Segment = segments[number-1]
		return true
	}
}
