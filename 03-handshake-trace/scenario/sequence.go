package scenario

import (
	"fmt"
	"slices"
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// Sequence is what one end of a trace did and saw, without times: calls as the
// ladder has them, states by their names, segments as "→ SYN" and "← SYN,ACK",
// with " | " between. Two ends have no common order but that of cause and
// effect, so each is written down for itself. What differs from run to run is
// left out: the client's port, how often a SYN was sent that the other end had
// no room for, what waited in the sockets when somebody looked, and what was
// sent again while somebody thought.
func (s Scenario) Sequence(t *timeline.Trace, end timeline.End) string {
	var events []string
	for _, event := range t.Events {
		if event.End == end && event.Kind != timeline.Queued && event.Kind != timeline.Repeated {
			events = append(events, Mark(event))
		}
	}
	if s.Slow {
		events = slices.CompactFunc(events, func(a, b string) bool { return a == b && strings.HasSuffix(a, " SYN") })
	}
	return strings.Join(events, " | ")
}

// Mark is one event in the notation of Sequence.
func Mark(event timeline.Event) string {
	switch event.Kind {
	case timeline.State:
		return event.State.String()
	case timeline.Leave:
		return "→ " + Named(event.Segment)
	case timeline.Arrive:
		return "← " + Named(event.Segment)
	case timeline.Lost:
		return "✗"
	}
	if event.Kind == timeline.Return && event.Call.Name == "accept" && event.Call.Errno == "" {
		return fmt.Sprintf("accept() = %d, port N", event.Call.Result)
	}
	return event.Text()
}

// Named is a segment's flags without PSH, which is advice, and its length.
func Named(s *timeline.Segment) string {
	name := (s.Flags &^ segment.PSH).String()
	if s.Length > 0 {
		name += fmt.Sprintf(" %d", s.Length)
	}
	return name
}

// What several scenarios have in common, in the notation of Sequence.
const (
	connects = "socket() = 3 | connect(3, 5000) | SYN_SENT | → SYN | ← SYN,ACK | ESTABLISHED | → ACK | connect() = 0 | "
	listens  = "socket() = 3 | bind(3, 5000) = 0 | listen(3, 5) = 0 | LISTEN | "
	answers  = "← SYN | SYN_RECV | → SYN,ACK | ← ACK | ESTABLISHED | "
	accepts  = listens + "accept(3) | " + answers + "accept() = 4, port N | "

	asks   = `send(3, "Hello") = 5 | → ACK 5 | recv(3, 10) | ← ACK | ← ACK 5 | → ACK | recv() = "Hello" | `
	echoes = `recv(4, 2048) | ← ACK 5 | → ACK | recv() = "Hello" | send(4, "Hello") = 5 | → ACK 5 | recv(4, 2048) | ← ACK | `

	closesFirst  = "close(3) = 0 | FIN_WAIT1 | → FIN,ACK | ← FIN,ACK | TIME_WAIT | → ACK"
	closesSecond = `← FIN,ACK | CLOSE_WAIT | recv() = "" | close(4) = 0 | LAST_ACK | → FIN,ACK | close(3) = 0 | ← ACK | CLOSED`
	isReset      = "← RST,ACK | CLOSED | recv() = ECONNRESET"
)
