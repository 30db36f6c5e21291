package scenario

import (
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

var losesynack = Scenario{
	Name:   "losesynack",
	Lesson: "the SYN,ACK is lost: the client cannot tell this from a lost SYN",
	Client: askEcho,
	Server: serveEcho,
	Lose:   first(timeline.Server, segment.SYN|segment.ACK, 0),
	Expect: Sequences{
		Client: strings.Replace(connects, "→ SYN", "→ SYN | → SYN", 1) + asks + closesFirst,
		Server: strings.Replace(accepts, "→ SYN,ACK", "→ SYN,ACK | ✗ | ← SYN | → SYN,ACK", 1) + echoes + closesSecond,
	},
	Tell: []Sentence{sentAgain, connectTook},
}
