package timelinetest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/03-handshake-trace/timeline/timelinetest"
)

// What a machine that stood still makes of a run is recognised.
func TestStalled(t *testing.T) {
	const ms = time.Millisecond
	syn := &timeline.Segment{Number: 1, Left: 2 * ms, Arrived: 52 * ms}
	ack := &timeline.Segment{Number: 2, From: timeline.Server, Left: 92 * ms, Arrived: 142 * ms}
	call := func(at time.Duration, end timeline.End, kind timeline.Kind, name string) timeline.Event {
		return timeline.Event{At: at, End: end, Kind: kind, Call: &timeline.Call{Name: name}}
	}
	run := func(connect, accept time.Duration) *timeline.Trace {
		return &timeline.Trace{Events: []timeline.Event{
			call(0, timeline.Server, timeline.Enter, "accept"),
			call(connect, timeline.Client, timeline.Enter, "connect"),
			{At: 2 * ms, End: timeline.Client, Kind: timeline.Leave, Segment: syn},
			{At: 52 * ms, End: timeline.Server, Kind: timeline.Arrive, Segment: syn},
			{At: 92 * ms, End: timeline.Server, Kind: timeline.Leave, Segment: ack}, // by the kernel's timer
			call(accept, timeline.Server, timeline.Return, "accept"),
		}}
	}
	assert.False(t, timelinetest.Stalled(run(ms, 53*ms), 50*ms))
	assert.True(t, timelinetest.Stalled(run(ms, 93*ms), 50*ms), "the program went on only after the timer's segment")
	assert.True(t, timelinetest.Stalled(run(-time.Second, 53*ms), 50*ms), "the SYN left a second after connect")
	syn.Arrived += 20 * ms
	assert.True(t, timelinetest.Stalled(run(ms, 53*ms), 50*ms), "a segment took longer than the wire's delay")
}
