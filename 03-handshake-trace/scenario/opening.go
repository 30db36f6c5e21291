package scenario

import (
	"fmt"
	"strings"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// The sentences about how a connection begins.

func handshake(t *timeline.Trace) string {
	called, ok := event(t, timeline.Client, entered("connect"))
	returned, back := event(t, timeline.Client, text("connect() = 0"))
	if !ok || !back {
		return ""
	}
	said := fmt.Sprintf("connect() took %s: the SYN had to go and the SYN,ACK to come back.", took(returned.At-called.At))
	if accepted, ok := event(t, timeline.Server, isReturn("accept")); ok && accepted.At-returned.At > time.Millisecond {
		said += fmt.Sprintf(" accept() returned %s after it, with the third segment.", took(accepted.At-returned.At))
	}
	return said
}

func isReturn(name string) func(timeline.Event) bool {
	return func(e timeline.Event) bool {
		return e.Kind == timeline.Return && strings.HasPrefix(e.Text, name+"(")
	}
}

func establishedFirst(t *timeline.Trace) string {
	client, ok := event(t, timeline.Client, reached(states.Established))
	server, too := event(t, timeline.Server, reached(states.Established))
	// On lo the two are read one after the other and mean nothing.
	if !ok || !too || server.At-client.At < time.Millisecond {
		return ""
	}
	return fmt.Sprintf("The client was ESTABLISHED %s before the server, which had yet to hear that its SYN,ACK arrived.",
		took(server.At-client.At))
}

func neverAccepted(t *timeline.Trace) string {
	called, ok := event(t, timeline.Client, entered("connect"))
	returned, back := event(t, timeline.Client, text("connect() = 0"))
	if _, accepts := event(t, timeline.Server, entered("accept")); !ok || !back || accepts {
		return ""
	}
	said := fmt.Sprintf("accept() was never called, and yet connect() returned after %s", took(returned.At-called.At))
	for _, data := range segments(t, func(s seen) bool { return s.From == timeline.Client && s.header.Length > 0 }) {
		for _, ack := range segments(t, with(timeline.Server, segment.ACK)) {
			if ack.header.AcknowledgmentNumber == data.header.SequenceNumber+uint32(data.header.Length) {
				said += fmt.Sprintf(" and %d bytes were acknowledged", data.header.Length)
				break
			}
		}
	}
	return said + ": the kernel completes the handshake, accept() only collects the connection. The article says otherwise."
}

func refusal(t *timeline.Trace) string {
	resets := segments(t, with(timeline.Server, segment.RST|segment.ACK))
	_, refused := event(t, timeline.Client, text("connect() = ECONNREFUSED"))
	if len(resets) == 0 || !refused {
		return ""
	}
	return fmt.Sprintf("Nothing listens at port %d, so the kernel itself answered the SYN, with RST,ACK and window %d; "+
		"connect() failed with ECONNREFUSED. A closed port answers, which tells it from a machine that is not there.",
		resets[0].header.Source.Port(), resets[0].header.Window)
}

func resentSYN(t *timeline.Trace) string {
	sent := segments(t, with(timeline.Client, segment.SYN))
	if len(sent) < 2 {
		return ""
	}
	var after []string
	for _, s := range sent[1:] {
		after = append(after, fmt.Sprintf("%.1f", (s.Left-sent[0].Left).Seconds()))
	}
	return fmt.Sprintf("Two connections, not drawn, fill the queue of backlog 1. The third one's SYN was dropped without an answer "+
		"and sent again after %s s, each time by the client's own timer.", strings.Join(after, ", "))
}

func roomMade(t *timeline.Trace) string {
	accepted, ok := event(t, timeline.Server, entered("accept"))
	answers := segments(t, with(timeline.Server, segment.SYN|segment.ACK))
	sent := segments(t, with(timeline.Client, segment.SYN))
	if !ok || len(answers) == 0 || len(sent) == 0 {
		return ""
	}
	return fmt.Sprintf("accept() made room %s after the first SYN; the answer came %s later, as nobody tells the client to try again.",
		took(accepted.At-sent[0].Left), took(answers[0].Left-accepted.At))
}
