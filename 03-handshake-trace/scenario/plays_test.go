//go:build unix

package scenario

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

func TestEachScenarioHasAPlay(t *testing.T) {
	assert.Len(t, Plays, len(All))
	for _, s := range All {
		assert.Contains(t, Plays, s.Name)
	}
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
}

func TestFirstAnswerToFIN(t *testing.T) {
	lose := firstAnswerToFIN()
	assert.False(t, lose(timeline.Client, of(segment.FIN|segment.ACK, 6, 6, 0)), "the client's own FIN")
	assert.False(t, lose(timeline.Server, of(segment.FIN|segment.ACK, 6, 7, 0)), "the server's")
	assert.False(t, lose(timeline.Client, of(segment.ACK, 7, 6, 0)), "an ACK of what came before")
	assert.True(t, lose(timeline.Client, of(segment.ACK, 7, 7, 0)), "the last ACK")
	assert.False(t, lose(timeline.Client, of(segment.ACK, 7, 7, 0)), "it is given again")
}
