package main

import (
	"fmt"
	"regexp"
	"slices"
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

func lines(sequence string) string { return strings.ReplaceAll(sequence, " | ", "\n") }

// actual is the sequence of an end. How often a kernel sends a SYN that is not
// answered is its own affair.
func actual(trace *timeline.Trace, end timeline.End) string {
	events := strings.Split(sequence(trace, end), "\n")
	if trace.Title == "backlog" {
		events = slices.CompactFunc(events, func(a, b string) bool { return a == b && strings.HasSuffix(a, " SYN") })
	}
	return strings.Join(events, " | ")
}

// What the two ends do and see, in the notation of sequence.
const (
	connects = "socket() = 0 | connect(5000) | SYN_SENT | → SYN | ← SYN,ACK | ESTABLISHED | → ACK | connect() = 0 | "
	listens  = "socket() = 0 | bind(5000) = 0 | listen(5) = 0 | LISTEN | "
	answers  = "← SYN | SYN_RECV | → SYN,ACK | ← ACK | ESTABLISHED | "
	accepts  = listens + "accept() | " + answers + "accept() = port N | "

	asks   = `send("Hello") = 5 | → ACK 5 | recv(10) | ← ACK | ← ACK 5 | → ACK | recv() = "Hello" | `
	echoes = `recv(2048) | ← ACK 5 | → ACK | recv() = "Hello" | send("Hello") = 5 | → ACK 5 | recv(2048) | ← ACK | `

	closesFirst  = "close() = 0 | FIN_WAIT1 | → FIN,ACK | ← FIN,ACK | TIME_WAIT | → ACK"
	closesSecond = `← FIN,ACK | CLOSE_WAIT | recv() = "" | close() = 0 | LAST_ACK | → FIN,ACK | close() = 0 | ← ACK | CLOSED`
	isReset      = "← RST,ACK | CLOSED | recv() = ECONNRESET | close() = 0"
)

var sequences = map[string]struct{ client, server string }{
	"echo": {
		connects + asks + closesFirst,
		accepts + echoes + closesSecond,
	},
	"noaccept": {
		connects + `send("is anybody in there") = 19 | → ACK 19 | recv(10) | ← ACK | ` + isReset,
		listens + "sleep(400ms) | " + answers + "← ACK 19 | → ACK | close() = 0 | CLOSED | → RST,ACK",
	},
	"refused": {
		"socket() = 0 | connect(5000) | SYN_SENT | → SYN | ← RST,ACK | CLOSED | connect() = ECONNREFUSED | close() = 0",
		"← SYN | → RST,ACK",
	},
	"rstunread": {
		connects + `send("is anybody in there") = 19 | → ACK 19 | recv(10) | ← ACK | ` + isReset,
		accepts + "sleep(100ms) | ← ACK 19 | → ACK | close() = 0 | CLOSED | → RST,ACK | close() = 0",
	},
	"linger0": {
		connects + "setsockopt(LINGER 0) = 0 | close() = 0 | CLOSED | → RST,ACK",
		accepts + "recv(2048) | " + isReset + " | close() = 0",
	},
	"halfclose": {
		connects + `send("Hello") = 5 | → ACK 5 | sleep(150ms) | ← ACK | shutdown(SHUT_WR) = 0 | FIN_WAIT1 | → FIN,ACK | ` +
			`recv(2048) | ← ACK | FIN_WAIT2 | ← ACK 26 | → ACK | recv() = "abcdefghijklmnopqrstuvwxyz" | ` +
			`recv(2048) | ← FIN,ACK | TIME_WAIT | → ACK | recv() = "" | close() = 0`,
		accepts + `recv(2048) | ← ACK 5 | → ACK | recv() = "Hello" | recv(2048) | ← FIN,ACK | CLOSE_WAIT | recv() = "" | ` +
			`sleep(100ms) | → ACK | send("abcdefghijklmnopqrstuvwxyz") = 26 | → ACK 26 | ` +
			`close() = 0 | LAST_ACK | → FIN,ACK | close() = 0 | ← ACK | ← ACK | CLOSED`,
	},
	"fin4": {
		connects + "close() = 0 | FIN_WAIT1 | → FIN,ACK | ← ACK | FIN_WAIT2 | ← FIN,ACK | TIME_WAIT | → ACK",
		accepts + `recv(2048) | ← FIN,ACK | CLOSE_WAIT | recv() = "" | sleep(200ms) | → ACK | ` +
			"close() = 0 | LAST_ACK | → FIN,ACK | close() = 0 | ← ACK | CLOSED",
	},
	"timewait": {
		connects + `recv(10) | ← FIN,ACK | CLOSE_WAIT | recv() = "" | close() = 0 | LAST_ACK | → FIN,ACK | ` +
			`socket() = 0 | connect(5001) | ← ACK | CLOSED | connect() = 0 | recv(10) | recv() = "" | close() = 0`,
		listens + "socket() = 0 | setsockopt(REUSEADDR) = 0 | bind(5001) = 0 | listen(5) = 0 | accept() | " + answers +
			"accept() = port N | close() = 0 | FIN_WAIT1 | → FIN,ACK | close() = 0 | accept() | ← FIN,ACK | TIME_WAIT | → ACK | " +
			"accept() = port N | close() = 0 | close() = 0 | sleep(200ms) | socket() = 0 | bind(5000) = EADDRINUSE | " +
			"setsockopt(REUSEADDR) = 0 | bind(5000) = EADDRINUSE | bind(5001) = 0 | close() = 0",
	},
	"simclose": {
		connects + "sleep(75ms) | close() = 0 | FIN_WAIT1 | → FIN,ACK | ← FIN,ACK | CLOSING | → ACK | ← ACK | TIME_WAIT",
		accepts + "sleep(50ms) | close() = 0 | FIN_WAIT1 | → FIN,ACK | close() = 0 | ← FIN,ACK | CLOSING | → ACK | ← ACK | TIME_WAIT",
	},
	"losesyn": {
		strings.Replace(connects, "→ SYN", "→ SYN | ✗ | → SYN", 1) + asks + closesFirst,
		accepts + echoes + closesSecond,
	},
	"losesynack": {
		strings.Replace(connects, "→ SYN", "→ SYN | → SYN", 1) + asks + closesFirst,
		strings.Replace(accepts, "→ SYN,ACK", "→ SYN,ACK | ✗ | ← SYN | → SYN,ACK", 1) + echoes + closesSecond,
	},
	"loseack": {
		strings.Replace(connects, "→ ACK", "→ ACK | ✗", 1) + asks + closesFirst,
		listens + "accept() | ← SYN | SYN_RECV | → SYN,ACK | ← ACK 5 | ESTABLISHED | → ACK | accept() = port N | " +
			`recv(2048) | recv() = "Hello" | send("Hello") = 5 | → ACK 5 | recv(2048) | ← ACK | ` + closesSecond,
	},
	"losedata": {
		connects + strings.Replace(asks, "recv(10)", "✗ | recv(10) | → ACK 5", 1) + closesFirst,
		accepts + echoes + closesSecond,
	},
	"loselastack": {
		connects + asks + closesFirst + " | ✗ | ← FIN,ACK | → ACK",
		accepts + echoes + strings.Replace(closesSecond, "← ACK", "→ FIN,ACK | ← ACK", 1),
	},
	"backlog": { // however often the SYN was sent
		"socket() = 0 | connect(5000) | connect() = 0 | socket() = 0 | connect(5000) | connect() = 0 | " + connects +
			"close() = 0 | FIN_WAIT1 | → FIN,ACK | close() = 0 | close() = 0 | ← FIN,ACK | TIME_WAIT | → ACK",
		"socket() = 0 | bind(5000) = 0 | listen(1) = 0 | LISTEN | sleep(6s) | ← SYN | " +
			"accept() | accept() = port N | accept() | accept() = port N | accept() | " + answers + "accept() = port N | " +
			`recv(10) | ← FIN,ACK | CLOSE_WAIT | recv() = "" | close() = 0 | LAST_ACK | → FIN,ACK | ` +
			"close() = 0 | close() = 0 | close() = 0 | ← ACK | CLOSED",
	},
}
