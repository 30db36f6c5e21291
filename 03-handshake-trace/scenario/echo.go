package scenario

import (
	"time"

	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
)

var echo = Scenario{
	Name:   "echo",
	Lesson: "the article's story: handshake, Hello both ways, close",
	Client: askEcho,
	Server: serveEcho,
	Expect: Sequences{
		Client: connects + asks + closesFirst,
		Server: accepts + echoes + closesSecond,
	},
	Tell: []Sentence{handshake, closing, timeWait},
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

func handshake(t *timeline.Trace) lang.Text {
	called, back, ok := connected(t)
	if !ok {
		return nothing
	}
	said := lang.Say("connect() took %s: the SYN had to go and the SYN,ACK to come back.", took(back-called))
	accepted, ok := event(t, timeline.Server, returned("accept", ""))
	if !ok || accepted.At-back <= time.Millisecond {
		return said
	}
	var with *timeline.Segment // the last that arrived before
	for _, e := range t.Events {
		if e.End == timeline.Server && e.Kind == timeline.Arrive && e.At <= accepted.At {
			with = e.Segment
		}
	}
	if with == nil {
		return words.Paragraph(said, lang.Say("accept() returned %s after it.", took(accepted.At-back)))
	}
	return words.Paragraph(said, lang.Say("accept() returned %s after it, with segment %d.", took(accepted.At-back), with.Number))
}
