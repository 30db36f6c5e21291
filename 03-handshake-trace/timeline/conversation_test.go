package timeline

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/03-handshake-trace/segment"
)

// sent is a segment with nothing but what relative numbers depend on.
func sent(from End, flags segment.Flags, sequence, acknowledgment uint32) *Segment {
	return &Segment{From: from, Segment: segment.Segment{
		TCP: segment.TCP{Flags: flags, SequenceNumber: sequence, AcknowledgmentNumber: acknowledgment}}}
}

func TestRelativeNumbers(t *testing.T) {
	type line struct {
		segment                  *Segment
		sequence, acknowledgment uint32
	}
	for name, lines := range map[string][]line{
		"a handshake, data, a close; the client's numbers pass zero": {
			{sent(Client, segment.SYN, 0xffffffff, 0), 0, 0},
			{sent(Server, segment.SYN|segment.ACK, 7000, 0), 0, 1},
			{sent(Client, segment.ACK, 0, 7001), 1, 1},
			{sent(Client, segment.PSH|segment.ACK, 0, 7001), 1, 1},
			{sent(Server, segment.ACK, 7001, 5), 1, 6},
			{sent(Client, segment.FIN|segment.ACK, 5, 7001), 6, 1},
		},
		"a SYN sent again": {
			{sent(Client, segment.SYN, 100, 0), 0, 0},
			{sent(Client, segment.SYN, 100, 0), 0, 0},
		},
		"a port where nothing listens": {
			{sent(Client, segment.SYN, 100, 0), 0, 0},
			{sent(Server, segment.RST|segment.ACK, 0, 101), 0, 1},
		},
		"the same ports again": {
			{sent(Client, segment.SYN, 100, 0), 0, 0},
			{sent(Server, segment.SYN|segment.ACK, 7000, 101), 0, 1},
			{sent(Client, segment.RST, 101, 0), 1, 0},
			{sent(Client, segment.SYN, 5000, 0), 0, 0},
			{sent(Server, segment.SYN|segment.ACK, 9000, 5001), 0, 1},
		},
		"a capture that began in the middle": {
			{sent(Client, segment.PSH|segment.ACK, 300, 800), 1, 1},
			{sent(Server, segment.ACK, 800, 305), 1, 6},
		},
		"both ends send a SYN at once": {
			{sent(Client, segment.SYN, 100, 0), 0, 0},
			{sent(Server, segment.SYN, 7000, 0), 0, 0},
			{sent(Client, segment.SYN|segment.ACK, 100, 7001), 0, 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var conversation Conversation
			for i, l := range lines {
				conversation.Follow(l.segment)
				assert.Equal(t, l.sequence, l.segment.Seq, "sequence number of segment %d", i+1)
				assert.Equal(t, l.acknowledgment, l.segment.Ack, "acknowledgment number of segment %d", i+1)
			}
		})
	}
}
