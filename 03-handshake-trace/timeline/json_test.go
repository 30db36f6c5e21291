package timeline

import (
	"encoding/json"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/harness/lang"
)

func TestTraceInJSON(t *testing.T) {
	syn := &Segment{Number: 1, From: Client, Left: 10, Arrived: 60, Packet: []byte{0x45},
		Segment: segment.Segment{TCP: segment.TCP{Flags: segment.SYN, Window: 64240}}}
	trace := &Trace{
		Title: "echo", Seen: lang.Say("on a wire"), Start: time.Unix(1795435200, 0).UTC(),
		Address: [2]netip.AddrPort{netip.MustParseAddrPort("10.0.0.1:46580"), netip.MustParseAddrPort("10.0.0.2:5000")},
		Events: []Event{
			{At: 5, End: Client, Kind: Enter, Call: &Call{Name: "connect", FD: 3, Port: 5000}},
			{At: 10, End: Client, Kind: Leave, Segment: syn},
			{At: 11, End: Client, Kind: State, State: states.SynSent},
			{At: 60, End: Server, Kind: Arrive, Segment: syn},
			{At: 61, End: Server, Kind: Queued, Queues: &Queues{Receive: 19, Listens: true, Accept: 1, Backlog: 5}},
		},
	}
	text, err := json.Marshal(trace)
	require.NoError(t, err)
	assert.JSONEq(t, `{
		"title": "echo", "seen": "on a wire", "start": "2026-11-23T12:00:00Z",
		"client": "10.0.0.1:46580", "server": "10.0.0.2:5000",
		"segments": [{"number": 1, "from": "client", "left": 10, "arrived": 60, "packet": "RQ==", "flags": "SYN",
			"seq": 0, "ack": 0, "window": 64240, "length": 0, "checksum": "not verified"}],
		"events": [
			{"at": 5, "end": "client", "kind": "enter", "text": "connect(3, 5000)",
				"call": {"name": "connect", "fd": 3, "port": 5000, "returned": false, "result": 0}},
			{"at": 10, "end": "client", "kind": "leave", "segment": 0},
			{"at": 11, "end": "client", "kind": "state", "state": "SYN_SENT"},
			{"at": 60, "end": "server", "kind": "arrive", "segment": 0},
			{"at": 61, "end": "server", "kind": "queued", "queues": {"receive": 19, "send": 0, "listens": true, "accept": 1, "backlog": 5}}],
		"lesson": []}`, string(text))
}
