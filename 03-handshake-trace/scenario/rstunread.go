package scenario

import (
	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
)

var rstunread = Scenario{
	Name:   "rstunread",
	Lesson: "closing with unread data resets the connection",
	Client: sendUnheard,
	Server: closeUnread,
	Expect: Sequences{
		Client: connects + `send(3, "is anybody in there") = 19 | → ACK 19 | recv(3, 10) | ← ACK | ` + isReset + " | close(3) = 0",
		Server: accepts + "sleep(100ms) | ← ACK 19 | → ACK | close(4) = 0 | CLOSED | → RST,ACK | close(3) = 0",
	},
	Tell: []Sentence{unread, noTimeWait},
}

// closeUnread closes while data waits in its socket.
func closeUnread(h *endpoint.Host) {
	listener := listen(h, 5)
	conn := listener.Accept()
	sleepUntil(h, 2*h.Delay, bytesWait)
	conn.Close()
	listener.Close()
}

// unread tells of data that arrived at an end which closed without reading it.
func unread(t *timeline.Trace) lang.Text {
	sent := resets(t)
	if len(sent) == 0 {
		return nothing
	}
	end, bytes := sent[0].From, 0
	for _, s := range segments(t, func(s *timeline.Segment) bool { return s.From == end.Other() && !s.Lost }) {
		bytes = max(bytes, int(s.Seq)+s.Length-1)
	}
	if _, read := event(t, end, entered("recv")); read || bytes == 0 {
		return nothing
	}
	return words.Paragraph(lang.Say("%d bytes had arrived and nobody read them, so close() at the %s sent RST and no FIN: "+
		"the data was lost, and the other end is to know.", bytes, end.Name()), failure(t, end.Other()))
}
