package scenario

import (
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

var losesyn = Scenario{
	Name:   "losesyn",
	Lesson: "the first SYN is lost: connect only takes a second longer",
	Client: askEcho,
	Server: serveEcho,
	Lose:   first(timeline.Client, segment.SYN, 0),
	Expect: Sequences{
		Client: strings.Replace(connects, "→ SYN", "→ SYN | ✗ | → SYN", 1) + asks + closesFirst,
		Server: accepts + echoes + closesSecond,
	},
	Tell: []Sentence{sentAgain, connectTook},
}

func connectTook(t *timeline.Trace) lang.Text {
	called, back, ok := connected(t)
	if !ok || len(segments(t, lost)) == 0 {
		return nothing
	}
	return lang.Say("connect() returned 0 after %s: a program sees the time that it took and not the loss.", took(back-called))
}
