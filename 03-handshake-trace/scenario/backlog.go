package scenario

import (
	"fmt"
	"strings"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
)

var backlog = Scenario{
	Name:   "backlog",
	Lesson: "backlog 1 holds two; the third waits for accept",
	Client: connectThrice,
	Server: makeRoomLate,
	Slow:   true,
	Nth:    3,
	Expect: Sequences{
		Client: "socket() = 3 | connect(3, 5000) | connect() = 0 | socket() = 4 | connect(4, 5000) | connect() = 0 | " +
			strings.NewReplacer("socket() = 3", "socket() = 5", "(3", "(5").Replace(connects) +
			"close(5) = 0 | FIN_WAIT1 | → FIN,ACK | close(4) = 0 | close(3) = 0 | ← FIN,ACK | TIME_WAIT | → ACK",
		Server: "socket() = 3 | bind(3, 5000) = 0 | listen(3, 1) = 0 | LISTEN | sleep(6s) | ← SYN | " +
			"accept(3) | accept() = 4, port N | accept(3) | accept() = 5, port N | accept(3) | " + answers + "accept() = 6, port N | " +
			`recv(6, 10) | ← FIN,ACK | CLOSE_WAIT | recv() = "" | close(6) = 0 | LAST_ACK | → FIN,ACK | ` +
			"close(5) = 0 | close(4) = 0 | close(3) = 0 | ← ACK | CLOSED",
	},
	Tell: []Sentence{resentSYN, roomMade},
}

// makeRoomLate accepts long after its queue was full.
func makeRoomLate(h *endpoint.Host) {
	listener := listen(h, 1)
	h.Sleep(6 * time.Second)
	first := listener.Accept()
	second := listener.Accept()
	third := listener.Accept()
	third.Recv(10)
	for _, socket := range []*endpoint.Socket{third, second, first, listener} {
		socket.Close()
	}
}

// connectThrice is one client more than the queue holds.
func connectThrice(h *endpoint.Host) {
	first := connect(h)
	second := connect(h)
	third := connect(h)
	third.Close()
	second.Close()
	first.Close()
}

func resentSYN(t *timeline.Trace) lang.Text {
	sent := segments(t, with(timeline.Client, segment.SYN))
	if len(sent) < 2 {
		return nothing
	}
	after := nothing
	for _, s := range sent[1:] {
		after = words.List(after, fmt.Sprintf("%.1f", (s.Left-sent[0].Left).Seconds()))
	}
	return lang.Say("Two connections, not drawn, fill the queue of backlog 1. The third one's SYN was dropped without an answer "+
		"and sent again after %s s, each time by the client's own timer.", after)
}

func roomMade(t *timeline.Trace) lang.Text {
	accepted, ok := event(t, timeline.Server, entered("accept"))
	answers := segments(t, with(timeline.Server, segment.SYN|segment.ACK))
	sent := segments(t, with(timeline.Client, segment.SYN))
	if !ok || len(answers) == 0 || len(sent) == 0 || accepted.At < sent[0].Left || answers[0].Left < accepted.At {
		return nothing
	}
	return lang.Say("accept() made room %s after the first SYN; the answer came %s later, as nobody tells the client to try again.",
		took(accepted.At-sent[0].Left), took(answers[0].Left-accepted.At))
}
