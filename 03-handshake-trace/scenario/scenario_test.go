package scenario

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

func TestFind(t *testing.T) {
	for _, s := range All {
		found, ok := Find(s.Name)
		assert.True(t, ok)
		assert.Equal(t, s.Name, found.Name)
	}
	_, ok := Find("ecko")
	assert.False(t, ok)
}

// Only what is near is suggested.
func TestNear(t *testing.T) {
	for _, c := range []struct{ name, nearest string }{
		{"ecko", "echo"}, {"Echo", "echo"}, {"noacept", "noaccept"}, {"finn4", "fin4"},
		{"losesynak", "losesynack"}, {"time-wait", "timewait"}, {"loselastak", "loselastack"},
		{"", ""}, {"x", ""}, {"handshake", ""}, {"udp", ""}, {"fastopen", ""},
	} {
		assert.Equal(t, c.nearest, Near(c.name), c.name)
	}
}

// Of a trace in which nothing happened nothing is said: no sentence stands
// without having been seen.
func TestNothingIsSaidOfNothing(t *testing.T) {
	for _, s := range All {
		assert.Empty(t, s.Tells(&timeline.Trace{}), s.Name)
	}
}

// On lo both ends are read at one moment, in whatever order: which was CLOSED first
// is not to be seen there. On the wire it is the one that sent the RST.
func TestNoTimeWait(t *testing.T) {
	reset := &timeline.Segment{Segment: of(segment.RST|segment.ACK, 1, 20, 0), From: timeline.Server}
	closed := func(client, server time.Duration) string {
		return noTimeWait(&timeline.Trace{Events: []timeline.Event{
			{End: timeline.Server, Kind: timeline.Leave, Segment: reset},
			{At: client, End: timeline.Client, Kind: timeline.State, State: states.Closed},
			{At: server, End: timeline.Server, Kind: timeline.State, State: states.Closed},
		}}).String()
	}
	const ms = time.Millisecond
	assert.Equal(t, "Both ends are CLOSED; neither went through TIME_WAIT.", closed(100*ms, 100*ms+20))
	assert.Equal(t, "The server was CLOSED at once, and the client 50 ms later, when the RST arrived; neither went through TIME_WAIT.", closed(150*ms, 100*ms))
	reset.Flags = segment.ACK
	assert.Empty(t, closed(150*ms, 100*ms), "no RST was seen")
}

func of(flags segment.Flags, sequence, acknowledgment uint32, length int) segment.Segment {
	return segment.Segment{TCP: segment.TCP{Flags: flags, SequenceNumber: sequence, AcknowledgmentNumber: acknowledgment}, Length: length}
}

func TestFirstLosesOneSegment(t *testing.T) {
	lose := first(timeline.Client, segment.ACK, 5)()
	assert.False(t, lose(timeline.Client, of(segment.ACK, 1, 1, 0)), "another length")
	assert.False(t, lose(timeline.Server, of(segment.ACK, 1, 1, 5)), "the other end")
	assert.False(t, lose(timeline.Client, of(segment.ACK|segment.FIN, 1, 1, 5)), "another flag")
	assert.True(t, lose(timeline.Client, of(segment.ACK|segment.PSH, 1, 1, 5)), "PSH is advice")
	assert.False(t, lose(timeline.Client, of(segment.ACK, 1, 1, 5)), "it is sent again")
	assert.True(t, first(timeline.Client, segment.ACK, 5)()(timeline.Client, of(segment.ACK, 1, 1, 5)), "each run anew")
	offer := segment.SYN | segment.ECE | segment.CWR
	assert.True(t, first(timeline.Client, segment.SYN, 0)()(timeline.Client, of(offer, 1, 0, 0)), "a SYN that offers ECN is a SYN")
}

func TestFirstAnswerToFIN(t *testing.T) {
	lose := firstAnswerToFIN()
	assert.False(t, lose(timeline.Client, of(segment.FIN|segment.ACK, 6, 6, 0)), "the client's own FIN")
	assert.False(t, lose(timeline.Server, of(segment.FIN|segment.ACK, 6, 7, 0)), "the server's")
	assert.False(t, lose(timeline.Client, of(segment.ACK, 7, 6, 0)), "an ACK of what came before")
	assert.True(t, lose(timeline.Client, of(segment.ACK, 7, 7, 0)), "the last ACK")
	assert.False(t, lose(timeline.Client, of(segment.ACK, 7, 7, 0)), "it is given again")
}
