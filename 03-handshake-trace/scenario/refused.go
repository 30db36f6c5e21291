package scenario

import (
	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

var refused = Scenario{
	Name:   "refused",
	Lesson: "nobody listens: the answer to the SYN is a reset",
	Client: connectOnly,
	Server: notListening,
	Expect: Sequences{
		Client: "socket() = 3 | connect(3, 5000) | SYN_SENT | → SYN | ← RST,ACK | CLOSED | connect() = ECONNREFUSED | close(3) = 0",
		Server: "← SYN | → RST,ACK",
	},
	Tell: []Sentence{refusal},
}

// notListening has no socket at the port at all.
func notListening(*endpoint.Host) {}

func connectOnly(h *endpoint.Host) { connect(h).Close() }

func refusal(t *timeline.Trace) lang.Text {
	answers := segments(t, with(timeline.Server, segment.RST|segment.ACK))
	_, refused := event(t, timeline.Client, returned("connect", "ECONNREFUSED"))
	if len(answers) == 0 || !refused {
		return nothing
	}
	return lang.Say("Nothing listens at port %d, so the kernel itself answered the SYN, with RST,ACK and window %d; "+
		"connect() failed with ECONNREFUSED. A closed port answers, which tells it from a machine that is not there.",
		answers[0].Source.Port(), answers[0].Window)
}
