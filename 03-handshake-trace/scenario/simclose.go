package scenario

import (
	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

var simclose = Scenario{
	Name:     "simclose",
	Lesson:   "both ends close at once: CLOSING, and TIME_WAIT on both",
	Client:   closeMeanwhile,
	Server:   closeAtOnce,
	Together: true,
	Expect: Sequences{
		Client: connects + "sleep(75ms) | close(3) = 0 | FIN_WAIT1 | → FIN,ACK | ← FIN,ACK | CLOSING | → ACK | ← ACK | TIME_WAIT",
		Server: accepts + "sleep(50ms) | close(4) = 0 | FIN_WAIT1 | → FIN,ACK | close(3) = 0 | ← FIN,ACK | CLOSING | → ACK | ← ACK | TIME_WAIT",
	},
	Tell: []Sentence{bothClose, bothWait},
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

func bothClose(t *timeline.Trace) lang.Text {
	client := segments(t, with(timeline.Client, segment.FIN))
	server := segments(t, with(timeline.Server, segment.FIN))
	if len(client) == 0 || len(server) == 0 || client[0].Lost || server[0].Lost ||
		server[0].Left >= client[0].Arrived || client[0].Left >= server[0].Arrived {
		return nothing
	}
	return lang.Say("The two FINs crossed: they left %s apart, each before the other arrived, so each got an ACK of its own.",
		took((server[0].Left - client[0].Left).Abs()))
}

func bothWait(t *timeline.Trace) lang.Text {
	for _, end := range timeline.Ends {
		for _, state := range []states.State{states.Closing, states.TimeWait} {
			if _, ok := event(t, end, reached(state)); !ok {
				return nothing
			}
		}
	}
	return lang.Say("Both ends went through CLOSING and both hold TIME_WAIT, as neither knows that the other does.")
}
