//go:build unix

package scenario

import (
	"time"

	"example.com/socket-tutorial/03-handshake-trace/endpoint"
)

// listen is how every server begins.
func listen(h *endpoint.Host, backlog int) *endpoint.Socket {
	socket := h.Socket()
	socket.Bind(h.Ports[0])
	socket.Listen(backlog)
	return socket
}

// connect is how every client begins.
func connect(h *endpoint.Host) *endpoint.Socket {
	socket := h.Socket()
	socket.Connect(h.Ports[0])
	return socket
}

// serveEcho is the article's server, for one connection.
func serveEcho(h *endpoint.Host) {
	listener := listen(h, 5)
	conn := listener.Accept()
	for data := conn.Recv(2048); data != ""; data = conn.Recv(2048) {
		conn.Send(data)
	}
	conn.Close()
	listener.Close()
}

// askEcho is the article's client.
func askEcho(h *endpoint.Host) {
	conn := connect(h)
	conn.Send("Hello")
	conn.Recv(10)
	conn.Close()
}

// neverAccept leaves its connections in the queue, and ends.
func neverAccept(h *endpoint.Host) {
	listener := listen(h, 5)
	h.Sleep(8 * h.Delay)
	listener.Close()
}

func sendUnheard(h *endpoint.Host) {
	conn := connect(h)
	conn.Send("is anybody in there")
	conn.Recv(10)
	conn.Close()
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

// notListening has no socket at the port at all.
func notListening(*endpoint.Host) {}

func connectOnly(h *endpoint.Host) { connect(h).Close() }

// closeUnread closes while data waits in its socket.
func closeUnread(h *endpoint.Host) {
	listener := listen(h, 5)
	conn := listener.Accept()
	h.Sleep(2 * h.Delay)
	conn.Close()
	listener.Close()
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

func shutdownThenRead(h *endpoint.Host) {
	conn := connect(h)
	conn.Send("Hello")
	h.Sleep(3 * h.Delay) // until it is acknowledged, or the kernel probes for both together
	conn.ShutdownWrite()
	for conn.Recv(2048) != "" {
	}
	conn.Close()
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

// closeAtOnce and closeMeanwhile close within one delay of each other: each
// FIN is on its way before the other arrives.
func closeAtOnce(h *endpoint.Host) {
	listener := listen(h, 5)
	conn := listener.Accept()
	h.Sleep(h.Delay)
	conn.Close()
	listener.Close()
}

func closeMeanwhile(h *endpoint.Host) {
	conn := connect(h)
	h.Sleep(3 * h.Delay / 2)
	conn.Close()
}
