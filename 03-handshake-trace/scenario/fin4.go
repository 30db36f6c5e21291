package scenario

import (
	"example.com/socket-tutorial/03-handshake-trace/endpoint"
)

var fin4 = Scenario{
	Name:   "fin4",
	Lesson: "the textbook's close in four segments; often there are three",
	Client: connectOnly,
	Server: closeLate,
	Expect: Sequences{
		Client: connects + "close(3) = 0 | FIN_WAIT1 | → FIN,ACK | ← ACK | FIN_WAIT2 | ← FIN,ACK | TIME_WAIT | → ACK",
		Server: accepts + `recv(4, 2048) | ← FIN,ACK | CLOSE_WAIT | recv() = "" | sleep(200ms) | → ACK | ` +
			"close(4) = 0 | LAST_ACK | → FIN,ACK | close(3) = 0 | ← ACK | CLOSED",
	},
	Tell: []Sentence{closing, timeWait},
}

// closeLate closes longer after the FIN than the kernel delays its ACK.
func closeLate(h *endpoint.Host) {
	listener := listen(h, 5)
	conn := listener.Accept()
	conn.Recv(2048)
	h.Sleep(4 * h.Delay)
	conn.Close()
	listener.Close()
}
