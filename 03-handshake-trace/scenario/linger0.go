package scenario

import (
	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
)

var linger0 = Scenario{
	Name:   "linger0",
	Lesson: "SO_LINGER 0 makes close a reset: no FIN, and no TIME_WAIT",
	Client: abort,
	Server: recvOnce,
	Expect: Sequences{
		Client: connects + "setsockopt(3, LINGER 0) = 0 | close(3) = 0 | CLOSED | → RST,ACK",
		Server: accepts + "recv(4, 2048) | " + isReset + " | close(4) = 0 | close(3) = 0",
	},
	Tell: []Sentence{aborted, noTimeWait},
}

func abort(h *endpoint.Host) {
	conn := connect(h)
	conn.Linger()
	conn.Close()
}

// recvOnce takes one answer, whatever it is, and closes.
func recvOnce(h *endpoint.Host) {
	listener := listen(h, 5)
	conn := listener.Accept()
	conn.Recv(2048)
	conn.Close()
	listener.Close()
}

func aborted(t *timeline.Trace) lang.Text {
	sent := resets(t)
	if len(sent) == 0 {
		return nothing
	}
	end := sent[0].From
	lingers := func(e timeline.Event) bool {
		return returned("setsockopt", "")(e) && e.Call.Option == endpoint.LingerZero
	}
	if _, ok := event(t, end, lingers); !ok {
		return nothing
	}
	return words.Paragraph(lang.Say("With SO_LINGER set to 0 seconds, close() at the %s sent RST and no FIN.", end.Name()), failure(t, end.Other()))
}
