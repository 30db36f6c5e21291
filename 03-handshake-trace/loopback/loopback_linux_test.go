package loopback

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/packet"
	"example.com/socket-tutorial/03-handshake-trace/packet/packettest"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// Port 1 is nobody's, so sock_diag has nothing to say.
var (
	server = netip.AddrPortFrom(Address, 1)
	client = netip.AddrPortFrom(Address, 2)
)

// newLoopback returns a loopback whose tap sees what the test sends.
func newLoopback(t *testing.T) (*Loopback, packettest.Kernel) {
	fd, kernel := packettest.Pair(t)
	conn, err := packet.NewConn(fd, "pair")
	require.NoError(t, err)
	l := Shared(timeline.NewRecorder("test"), server.Port(), &Tap{Conn: conn})
	for _, end := range []timeline.End{timeline.Client, timeline.Server} {
		require.NoError(t, l.Attach(end))
	}
	return l, kernel
}

// On lo a segment is seen once: it leaves and arrives at the same moment.
func TestASegmentLeavesAndArrivesAtOnce(t *testing.T) {
	l, kernel := newLoopback(t)
	kernel.Send(t, packettest.TCP(client, server, segment.SYN, 1000, 0, ""))
	kernel.Send(t, packettest.TCP(server, client, segment.RST|segment.ACK, 0, 1001, ""))
	l.Lock()
	l.Observe(timeline.Client)
	l.Unlock()
	l.Close()
	require.Len(t, l.Events, 4)
	for i, want := range []struct {
		kind timeline.Kind
		end  timeline.End
	}{
		{timeline.Leave, timeline.Client}, {timeline.Arrive, timeline.Server},
		{timeline.Leave, timeline.Server}, {timeline.Arrive, timeline.Client},
	} {
		assert.Equal(t, want.kind, l.Events[i].Kind)
		assert.Equal(t, want.end, l.Events[i].End)
		assert.Equal(t, l.Events[i].Segment.Left, l.Events[i].Segment.Arrived)
	}
	assert.Equal(t, client, l.Address[timeline.Client])
}

// All of the machine's lo passes the tap.
func TestWhatOthersSayIsNotNoted(t *testing.T) {
	l, kernel := newLoopback(t)
	other := netip.AddrPortFrom(Address, 3)
	for _, packet := range [][]byte{
		packettest.TCP(client, other, segment.SYN, 1, 0, ""),
		packettest.TCP(other, client, segment.SYN|segment.ACK, 1, 2, ""),
		[]byte("\x45 no segment"),
	} {
		kernel.Send(t, packet)
	}
	l.Close() // collects what is left
	assert.Empty(t, l.Events)
}

// A second connection to the same port is not the one that is recorded.
func TestOneConnectionIsNoted(t *testing.T) {
	l, kernel := newLoopback(t)
	for port := range uint16(3) {
		kernel.Send(t, packettest.TCP(netip.AddrPortFrom(Address, 2+port), server, segment.SYN, 1000, 0, ""))
	}
	l.Close()
	assert.Len(t, l.Events, 2)
	assert.Equal(t, client, l.Address[timeline.Client])
}

// A call of a program may come back after the end of a run.
func TestNothingIsNotedAfterClose(t *testing.T) {
	l, _ := newLoopback(t)
	l.Start()
	l.Close()
	l.Lock()
	defer l.Unlock()
	l.Observe(timeline.Client)
	assert.Empty(t, l.Events)
}
