package scenario

import (
	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

var halfclose = Scenario{
	Name:   "halfclose",
	Lesson: "shutdown(SHUT_WR) closes one direction; the other goes on",
	Client: shutdownThenRead,
	Server: answerAfterEnd,
	Expect: Sequences{
		Client: connects + `send(3, "Hello") = 5 | → ACK 5 | sleep(150ms) | ← ACK | shutdown(3, SHUT_WR) = 0 | FIN_WAIT1 | → FIN,ACK | ` +
			`recv(3, 2048) | ← ACK | FIN_WAIT2 | ← ACK 26 | → ACK | recv() = "abcdefghijklmnopqrstuvwxyz" | ` +
			`recv(3, 2048) | ← FIN,ACK | TIME_WAIT | → ACK | recv() = "" | close(3) = 0`,
		Server: accepts + `recv(4, 2048) | ← ACK 5 | → ACK | recv() = "Hello" | recv(4, 2048) | ← FIN,ACK | CLOSE_WAIT | recv() = "" | ` +
			`sleep(100ms) | → ACK | send(4, "abcdefghijklmnopqrstuvwxyz") = 26 | → ACK 26 | ` +
			`close(4) = 0 | LAST_ACK | → FIN,ACK | close(3) = 0 | ← ACK | ← ACK | CLOSED`,
	},
	Tell: []Sentence{halfOpen, closing},
}

func shutdownThenRead(h *endpoint.Host) {
	conn := connect(h)
	conn.Send("Hello")
	// Before it is acknowledged, the kernel would probe for both together.
	sleepUntil(h, 3*h.Delay, func(q timeline.Queues) bool { return q.Send == 0 })
	conn.ShutdownWrite()
	for conn.Recv(2048) != "" {
	}
	conn.Close()
}

const alphabet = "abcdefghijklmnopqrstuvwxyz"

// answerAfterEnd answers when its peer has said that it has nothing more to say.
func answerAfterEnd(h *endpoint.Host) {
	listener := listen(h, 5)
	conn := listener.Accept()
	for conn.Recv(2048) != "" {
	}
	h.Sleep(2 * h.Delay)
	conn.Send(alphabet)
	conn.Close()
	listener.Close()
}

// halfOpen counts what came to the end that had already sent its FIN.
func halfOpen(t *timeline.Trace) lang.Text {
	fins := segments(t, with(timeline.Client, segment.FIN))
	if len(fins) == 0 {
		return nothing
	}
	bytes := 0
	for _, s := range segments(t, func(s *timeline.Segment) bool { return s.From == timeline.Server && !s.Lost }) {
		if s.Left > fins[0].Arrived {
			bytes = max(bytes, int(s.Seq)+s.Length-1)
		}
	}
	_, closed := event(t, timeline.Client, reached(states.FinWait2))
	if bytes == 0 || !closed {
		return nothing
	}
	return lang.Say("The client's FIN ended one direction only: with the client in FIN_WAIT2 and the server in CLOSE_WAIT, "+
		"%d more bytes came the other way.", bytes)
}
