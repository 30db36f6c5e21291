package scenario

import (
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

var loseack = Scenario{
	Name:   "loseack",
	Lesson: "the handshake's third segment is lost: data carries its ACK",
	Client: askEcho,
	Server: serveEcho,
	Lose:   first(timeline.Client, segment.ACK, 0),
	Expect: Sequences{
		Client: strings.Replace(connects, "→ ACK", "→ ACK | ✗", 1) + asks + closesFirst,
		Server: listens + "accept(3) | ← SYN | SYN_RECV | → SYN,ACK | ← ACK 5 | ESTABLISHED | → ACK | accept() = 4, port N | " +
			`recv(4, 2048) | recv() = "Hello" | send(4, "Hello") = 5 | → ACK 5 | recv(4, 2048) | ← ACK | ` + closesSecond,
	},
	Tell: []Sentence{ackReplaced, establishedFirst},
}

func ackReplaced(t *timeline.Trace) lang.Text {
	missing := segments(t, func(s *timeline.Segment) bool { return s.Lost && control(s) == segment.ACK && s.Length == 0 })
	if len(missing) == 0 {
		return nothing
	}
	lost := missing[0]
	for _, s := range segments(t, with(lost.From, segment.ACK)) {
		if s.Number > lost.Number && s.Length > 0 && s.AcknowledgmentNumber == lost.AcknowledgmentNumber {
			return lang.Say("Segment %d, the handshake's ACK, was lost, and no timer sends an ACK without data again. "+
				"Segment %d acknowledged the same and brought %d bytes as well.", lost.Number, s.Number, s.Length)
		}
	}
	return nothing
}
