package scenario

import (
	"time"

	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
)

var noaccept = Scenario{
	Name:   "noaccept",
	Lesson: "connect and send succeed though accept is never called",
	Client: sendUnheard,
	Server: neverAccept,
	Expect: Sequences{
		Client: connects + `send(3, "is anybody in there") = 19 | → ACK 19 | recv(3, 10) | ← ACK | ` + isReset + " | close(3) = 0",
		Server: listens + "sleep(400ms) | " + answers + "← ACK 19 | → ACK | close(3) = 0 | CLOSED | → RST,ACK",
	},
	Tell: []Sentence{neverAccepted, establishedFirst, abandoned},
}

// neverAccept leaves its connections in the queue, and ends.
func neverAccept(h *endpoint.Host) {
	listener := listen(h, 5)
	sleepUntil(h, 8*h.Delay, bytesWait)
	listener.Close()
}

// sleepsMax bounds the sleeps of sleepUntil, as what it waits for may never come.
const sleepsMax = 10

// sleepUntil sleeps once, or where the machine is so slow that what a scenario
// shows has not happened by then, again.
func sleepUntil(h *endpoint.Host, pause time.Duration, happened func(timeline.Queues) bool) {
	for range sleepsMax {
		h.Sleep(pause)
		if happened(h.Queues()) {
			return
		}
	}
}

// bytesWait reports whether bytes have come to a server that listens and were not
// read, or whether nobody knows.
func bytesWait(q timeline.Queues) bool { return q.Receive > 0 || !q.Listens }

// sendUnheard sends what nobody will read.
func sendUnheard(h *endpoint.Host) {
	conn := connect(h)
	conn.Send("is anybody in there")
	conn.Recv(10)
	conn.Close()
}

func neverAccepted(t *timeline.Trace) lang.Text {
	called, back, ok := connected(t)
	if _, accepts := event(t, timeline.Server, entered("accept")); !ok || accepts {
		return nothing
	}
	if bytes := acknowledged(t); bytes > 0 {
		return lang.Say("accept() was never called, and yet connect() returned after %s and %d bytes were acknowledged: "+
			"the kernel completes the handshake, accept() only collects the connection. The article says otherwise.", took(back-called), bytes)
	}
	return lang.Say("accept() was never called, and yet connect() returned after %s: "+
		"the kernel completes the handshake, accept() only collects the connection. The article says otherwise.", took(back-called))
}

// acknowledged returns how many bytes of the client's the server's kernel has
// acknowledged.
func acknowledged(t *timeline.Trace) (bytes int) {
	for _, data := range segments(t, func(s *timeline.Segment) bool { return s.From == timeline.Client && s.Length > 0 }) {
		for _, ack := range segments(t, with(timeline.Server, segment.ACK)) {
			if ack.AcknowledgmentNumber == after(data) {
				bytes = max(bytes, int(data.Seq)+data.Length-1)
			}
		}
	}
	return bytes
}

func abandoned(t *timeline.Trace) lang.Text {
	sent := resets(t)
	if len(sent) == 0 || sent[0].From != timeline.Server {
		return nothing
	}
	return words.Paragraph(lang.Say("When the listener was closed, with the connection still in its queue, the kernel reset it."), failure(t, timeline.Client))
}
