package segment

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
)

var (
	client = netip.MustParseAddrPort("10.0.0.1:56532")
	server = netip.MustParseAddrPort("10.0.0.2:5000")
)

// sent is a segment with nothing but what relative numbers depend on.
func sent(from, to netip.AddrPort, flags Flags, sequence, acknowledgment uint32) Segment {
	return Segment{Source: from, Destination: to,
		TCP: TCP{Flags: flags, SequenceNumber: sequence, AcknowledgmentNumber: acknowledgment}}
}

func TestRelativeNumbers(t *testing.T) {
	type line struct {
		segment                  Segment
		sequence, acknowledgment uint32
	}
	for name, lines := range map[string][]line{
		"a handshake, data, a close; the client's numbers pass zero": {
			{sent(client, server, SYN, 0xffffffff, 0), 0, 0},
			{sent(server, client, SYN|ACK, 7000, 0), 0, 1},
			{sent(client, server, ACK, 0, 7001), 1, 1},
			{sent(client, server, PSH|ACK, 0, 7001), 1, 1},
			{sent(server, client, ACK, 7001, 5), 1, 6},
			{sent(client, server, FIN|ACK, 5, 7001), 6, 1},
		},
		"a SYN sent again": {
			{sent(client, server, SYN, 100, 0), 0, 0},
			{sent(client, server, SYN, 100, 0), 0, 0},
		},
		"a port where nothing listens": {
			{sent(client, server, SYN, 100, 0), 0, 0},
			{sent(server, client, RST|ACK, 0, 101), 0, 1},
		},
		"the same ports again": {
			{sent(client, server, SYN, 100, 0), 0, 0},
			{sent(server, client, SYN|ACK, 7000, 101), 0, 1},
			{sent(client, server, RST, 101, 0), 1, 0},
			{sent(client, server, SYN, 5000, 0), 0, 0},
			{sent(server, client, SYN|ACK, 9000, 5001), 0, 1},
		},
		"a capture that began in the middle": {
			{sent(client, server, PSH|ACK, 300, 800), 1, 1},
			{sent(server, client, ACK, 800, 305), 1, 6},
		},
		"both ends send a SYN at once": {
			{sent(client, server, SYN, 100, 0), 0, 0},
			{sent(server, client, SYN, 7000, 0), 0, 0},
			{sent(client, server, SYN|ACK, 100, 7001), 0, 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var numbers Relative
			for i, l := range lines {
				sequence, acknowledgment := numbers.Numbers(l.segment)
				assert.Equal(t, l.sequence, sequence, "sequence number of segment %d", i+1)
				assert.Equal(t, l.acknowledgment, acknowledgment, "acknowledgment number of segment %d", i+1)
			}
		})
	}
}

func TestRelativeTellsConnectionsApart(t *testing.T) {
	var numbers Relative
	other := netip.MustParseAddrPort("10.0.0.1:56533")
	numbers.Numbers(sent(client, server, SYN, 100, 0))
	numbers.Numbers(sent(other, server, SYN, 900, 0))
	sequence, _ := numbers.Numbers(sent(client, server, ACK, 101, 1))
	assert.Equal(t, uint32(1), sequence)
	sequence, _ = numbers.Numbers(sent(other, server, ACK, 901, 1))
	assert.Equal(t, uint32(1), sequence)
}
