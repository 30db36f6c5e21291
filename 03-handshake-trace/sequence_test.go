package main

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// ephemeral is the one thing in a trace that is another in each run.
var ephemeral = regexp.MustCompile(`port \d+`)

// sequence is what one end of a trace did and saw, without times: calls as
// they are written, states by their names, segments as "→ SYN" and "← SYN,ACK".
// Two ends have no common order but that of cause and effect, so each is
// compared for itself.
func sequence(trace *timeline.Trace, end timeline.End) string {
	var events []string
	for _, event := range trace.Events {
		if event.End != end {
			continue
		}
		switch event.Kind {
		case timeline.Call, timeline.Return:
			events = append(events, ephemeral.ReplaceAllString(event.Text, "port N"))
		case timeline.State:
			events = append(events, event.State.String())
		case timeline.Leave:
			events = append(events, "→ "+named(event.Segment))
		case timeline.Arrive:
			events = append(events, "← "+named(event.Segment))
		case timeline.Lost:
			events = append(events, "✗")
		}
	}
	return strings.Join(events, "\n")
}

// named is a segment's flags without PSH, which is advice, and its length.
func named(s *timeline.Segment) string {
	decoded, err := segment.Decode(s.Packet)
	if err != nil {
		return err.Error()
	}
	name := (decoded.Flags &^ segment.PSH).String()
	if decoded.Length > 0 {
		name += fmt.Sprintf(" %d", decoded.Length)
	}
	return name
}
