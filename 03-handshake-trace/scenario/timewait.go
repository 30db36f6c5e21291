package scenario

import (
	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

var timewait = Scenario{
	Name:   "timewait",
	Lesson: "whoever closes first holds TIME_WAIT, and with it the port",
	Client: readToEnd,
	Server: restart,
	Expect: Sequences{
		Client: connects + `recv(3, 10) | ← FIN,ACK | CLOSE_WAIT | recv() = "" | close(3) = 0 | LAST_ACK | → FIN,ACK | ` +
			`socket() = 3 | connect(3, 5001) | ← ACK | CLOSED | connect() = 0 | recv(3, 10) | recv() = "" | close(3) = 0`,
		Server: listens + "socket() = 4 | setsockopt(4, REUSEADDR) = 0 | bind(4, 5001) = 0 | listen(4, 5) = 0 | accept(3) | " + answers +
			"accept() = 5, port N | close(5) = 0 | FIN_WAIT1 | → FIN,ACK | close(3) = 0 | accept(4) | ← FIN,ACK | TIME_WAIT | → ACK | " +
			"accept() = 3, port N | close(3) = 0 | close(4) = 0 | sleep(200ms) | socket() = 3 | bind(3, 5000) = EADDRINUSE | " +
			"setsockopt(3, REUSEADDR) = 0 | bind(3, 5000) = EADDRINUSE | bind(3, 5001) = 0 | close(3) = 0",
	},
	Tell: []Sentence{timeWait, portHeld, portReused},
}

// restart closes first on two ports and then wants both back. Only the second
// had SO_REUSEADDR from the beginning.
func restart(h *endpoint.Host) {
	plain := listen(h, 5)
	reusable := h.Socket()
	reusable.ReuseAddr()
	reusable.Bind(h.Ports[1])
	reusable.Listen(5)
	for _, listener := range []*endpoint.Socket{plain, reusable} {
		listener.Accept().Close()
		listener.Close()
	}
	h.Sleep(4 * h.Delay)

	again := h.Socket()
	again.Bind(h.Ports[0])
	again.ReuseAddr()
	again.Bind(h.Ports[0])
	again.Bind(h.Ports[1])
	again.Close()
}

// readToEnd closes second, on both ports.
func readToEnd(h *endpoint.Host) {
	conn := connect(h)
	conn.Recv(10)
	conn.Close()
	conn = h.Socket()
	conn.Connect(h.Ports[1])
	conn.Recv(10)
	conn.Close()
}

func portHeld(t *timeline.Trace) lang.Text {
	var failed []timeline.Event
	for _, e := range t.Events {
		if returned("bind", "EADDRINUSE")(e) {
			failed = append(failed, e)
		}
	}
	if len(failed) < 2 {
		return nothing
	}
	return lang.Say("Its port is held as well: %v, and with SO_REUSEADDR again, "+
		"because the socket that is in TIME_WAIT came from a listener without it.", failed[0].Call)
}

func portReused(t *timeline.Trace) lang.Text {
	other := t.Address[timeline.Server].Port() + 1
	var bound []timeline.Event
	for _, e := range t.Events {
		if returned("bind", "")(e) && e.Call.Port == other {
			bound = append(bound, e)
		}
	}
	if len(bound) < 2 {
		return nothing
	}
	return lang.Say("On the other port, whose connection is not drawn, the listener had set it from the beginning: %v.", bound[1].Call)
}
