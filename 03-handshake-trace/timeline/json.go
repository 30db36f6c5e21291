package timeline

import (
	"encoding/json"
	"net/netip"
	"time"

	"example.com/socket-tutorial/harness/lang"
)

// MarshalJSON writes a trace for a program that plays it: times are
// nanoseconds since the start, an event names its segment by its place in
// segments, packets are in base64.
//
//	{"title": …, "seen": …, "start": …, "client": "10.0.0.1:46580", "server": "10.0.0.2:5000",
//	 "segments": [{"number": 1, "from": "client", "left": …, "arrived": …, "flags": "SYN", "seq": 0, …}, …],
//	 "events": [{"at": …, "end": "client", "kind": "enter", "text": "connect(3, 5000)", "call": {"name": "connect", "fd": 3, …}},
//	            {"at": …, "end": "client", "kind": "state", "state": "SYN_SENT"},
//	            {"at": …, "end": "client", "kind": "leave", "segment": 0},
//	            {"at": …, "end": "server", "kind": "queued", "queues": {"receive": 19, "send": 0, "listens": true, "accept": 1, "backlog": 5}}, …],
//	 "lesson": […]}
func (t *Trace) MarshalJSON() ([]byte, error) {
	place := map[*Segment]int{}
	segments := []segmentJSON{}
	for i, s := range t.Segments() {
		place[s] = i
		segments = append(segments, segmentJSON{
			Number: s.Number, From: s.From.String(), Left: s.Left, Arrived: s.Arrived, Lost: s.Lost, Packet: s.Packet,
			Flags: s.Flags.String(), Seq: s.Seq, Ack: s.Ack, Window: s.ScaledWindow(), Unscaled: s.Unscaled(), Length: s.Length,
			Options: s.Options.String(), Checksum: s.Verdict.String(), Marks: s.Marks.String(),
		})
	}
	events := []eventJSON{}
	for _, e := range t.Events {
		event := eventJSON{At: e.At, End: e.End.String(), Kind: e.Kind.String()}
		switch e.Kind {
		case Enter, Return:
			event.Text, event.Call = e.Text(), (*callJSON)(e.Call)
		case State:
			event.State = e.State.String()
		case Queued:
			event.Queues = (*queuesJSON)(e.Queues)
		default:
			number := place[e.Segment]
			event.Segment = &number
		}
		events = append(events, event)
	}
	return json.Marshal(struct {
		Title    string         `json:"title"`
		Seen     string         `json:"seen"`
		Start    time.Time      `json:"start"`
		Client   netip.AddrPort `json:"client"`
		Server   netip.AddrPort `json:"server"`
		Segments []segmentJSON  `json:"segments"`
		Events   []eventJSON    `json:"events"`
		Lesson   []string       `json:"lesson"`
	}{t.Title, t.Seen.In(lang.English), t.Start, t.Address[Client], t.Address[Server], segments, events, t.Said()})
}

type eventJSON struct {
	At      time.Duration `json:"at"`
	End     string        `json:"end"`
	Kind    string        `json:"kind"`
	Text    string        `json:"text,omitempty"` // of a call, as the ladder has it
	Call    *callJSON     `json:"call,omitempty"`
	State   string        `json:"state,omitempty"`
	Segment *int          `json:"segment,omitempty"` // its place in segments, from 0
	Queues  *queuesJSON   `json:"queues,omitempty"`
}

// queuesJSON is Queues under JSON's names. Accept and Backlog mean something
// where Listens is true.
type queuesJSON struct {
	Receive int  `json:"receive"`
	Send    int  `json:"send"`
	Listens bool `json:"listens,omitempty"`
	Accept  int  `json:"accept"`
	Backlog int  `json:"backlog"`
}

// callJSON is a Call under JSON's names. Its Data is text: what a program of a
// scenario sends is.
type callJSON struct {
	Name     string        `json:"name"`
	FD       int           `json:"fd,omitempty"`
	Port     uint16        `json:"port,omitempty"`
	Size     int           `json:"size,omitempty"`
	Option   string        `json:"option,omitempty"`
	Data     string        `json:"data,omitempty"`
	Pause    time.Duration `json:"pause,omitempty"`
	Returned bool          `json:"returned"`
	Result   int           `json:"result"`
	Errno    string        `json:"errno,omitempty"`
}

type segmentJSON struct {
	Number   int           `json:"number"`
	From     string        `json:"from"`
	Left     time.Duration `json:"left"`
	Arrived  time.Duration `json:"arrived"`
	Lost     bool          `json:"lost,omitempty"`
	Packet   []byte        `json:"packet"`
	Flags    string        `json:"flags"`
	Seq      uint32        `json:"seq"`
	Ack      uint32        `json:"ack"`
	Window   int           `json:"window"`             // in bytes
	Unscaled bool          `json:"unscaled,omitempty"` // Window is in units that nobody knows
	Length   int           `json:"length"`             // bytes of data
	Options  string        `json:"options,omitempty"`
	Checksum string        `json:"checksum"`
	Marks    string        `json:"marks,omitempty"`
}
