package timeline

import (
	"errors"
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

// Windows are in bytes only where both SYNs were read to their end: a capture
// that has cut a SYN's options off does not say whether they had a scale.
func TestScaleOfWindows(t *testing.T) {
	scaled := segment.Options{{Kind: segment.WindowScale, Length: 3, Value: []byte{7}}}
	cut := errors.New("TCP options: the capture has left out 8 of 20 bytes")
	syn := func(from End, flags segment.Flags, options segment.Options, malformed error) *Segment {
		s := sent(from, flags, 100, 101)
		s.Options, s.Malformed = options, malformed
		return s
	}
	for name, c := range map[string]struct {
		syn, answer    *Segment
		client, server int8
	}{
		"both have one":                  {syn(Client, segment.SYN, scaled, nil), syn(Server, segment.SYN|segment.ACK, scaled, nil), 7, 7},
		"one has none":                   {syn(Client, segment.SYN, scaled, nil), syn(Server, segment.SYN|segment.ACK, nil, nil), 0, 0},
		"both are cut":                   {syn(Client, segment.SYN, nil, cut), syn(Server, segment.SYN|segment.ACK, nil, cut), UnknownScale, UnknownScale},
		"the answer is cut":              {syn(Client, segment.SYN, scaled, nil), syn(Server, segment.SYN|segment.ACK, nil, cut), UnknownScale, UnknownScale},
		"one is cut, but behind its own": {syn(Client, segment.SYN, scaled, cut), syn(Server, segment.SYN|segment.ACK, scaled, nil), 7, 7},
		"one is cut, the other has none": {syn(Client, segment.SYN, nil, cut), syn(Server, segment.SYN|segment.ACK, nil, nil), 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var conversation Conversation
			client, server := sent(Client, segment.ACK, 101, 101), sent(Server, segment.ACK, 101, 101)
			for _, s := range []*Segment{c.syn, c.answer, client, server} {
				conversation.Follow(s)
			}
			assert.Zero(t, c.syn.Scale, "never in a SYN")
			assert.Equal(t, c.client, client.Scale)
			assert.Equal(t, c.server, server.Scale)
		})
	}
}
