package live

import (
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/loopback"
	"example.com/socket-tutorial/03-handshake-trace/packet/packettest"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/sockdiag"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

var (
	client = netip.MustParseAddrPort("127.0.0.1:40000")
	server = netip.MustParseAddrPort("127.0.0.1:5000")
)

// fromClient and fromServer note a segment a millisecond after the one before.
func (cs *connections) fromClient(flags segment.Flags, sequence uint32) *connection {
	return cs.passes(packettest.TCP(client, server, flags, sequence, 0, ""))
}

func (cs *connections) fromServer(flags segment.Flags, sequence uint32) *connection {
	return cs.passes(packettest.TCP(server, client, flags, sequence, 0, ""))
}

func (cs *connections) passes(packet []byte) *connection {
	return cs.note(time.Millisecond, loopback.Packet{Data: packet, Length: len(packet)})
}

func TestWhatBeginsAConnection(t *testing.T) {
	const syn, ack, rst, fin = segment.SYN, segment.ACK, segment.RST, segment.FIN
	cs := newConnections(server.Port(), time.Now())
	first := cs.fromClient(syn, 100)
	assert.Same(t, first, cs.fromClient(syn, 100), "the same SYN, sent again")
	assert.Same(t, first, cs.fromServer(syn|ack, 700))
	assert.Same(t, first, cs.fromClient(ack, 101))

	second := cs.fromClient(syn, 5000)
	assert.NotSame(t, first, second, "another initial number")
	assert.True(t, first.over, "what the kernel says of the addresses is about the second")
	assert.Same(t, second, cs.fromServer(rst|ack, 0))

	third := cs.fromClient(syn, 5000)
	assert.NotSame(t, second, third, "the same number, but after a reset")
	cs.fromClient(fin|ack, 5001)
	assert.False(t, third.ended())
	cs.fromServer(fin|ack, 1)
	assert.True(t, third.ended())
	assert.Same(t, third, cs.fromClient(ack, 5002), "the last ACK")
	assert.Equal(t, 3, cs.count)
	assert.Equal(t, []int{1, 2, 3}, []int{first.number, second.number, third.number})
}

func TestAConnectionSeenFromTheMiddle(t *testing.T) {
	cs := newConnections(server.Port(), time.Now())
	first := cs.fromServer(segment.ACK, 700)
	assert.Equal(t, client, first.Address[timeline.Client], "whoever is not at the port")
	assert.NotSame(t, first, cs.fromClient(segment.SYN, 1), "its SYN was before")
}

// The original length of a packet that was cut counts, not what was kept.
func TestACutPacket(t *testing.T) {
	cs := newConnections(server.Port(), time.Now())
	packet := packettest.TCP(client, server, segment.ACK, 1, 1, string(make([]byte, 1000)))
	c := cs.note(0, loopback.Packet{Data: packet[:100], Length: len(packet)})
	require.NotNil(t, c)
	s := c.Segments()[0]
	assert.Equal(t, 1000, s.Length)
	assert.Equal(t, len(packet)-100, s.Missing)
}

func TestAGapIsOfThoseThatAreOpen(t *testing.T) {
	cs := newConnections(server.Port(), time.Now())
	ended := cs.fromClient(segment.SYN, 1)
	cs.fromServer(segment.RST|segment.ACK, 0)
	open := cs.fromClient(segment.SYN, 2)
	cs.noteGap(0, 17)
	assert.Zero(t, ended.missing)
	assert.Equal(t, 17, open.missing)
}

// Where there is no connection the kernel answers with the listener. That is
// nobody's state; of a connection that was there it says that it is gone.
func TestAListenersStateIsNotAConnections(t *testing.T) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	reader, err := sockdiag.Open()
	require.NoError(t, err)
	defer reader.Close()
	address := netip.MustParseAddrPort(listener.Addr().String())
	cs := newConnections(address.Port(), time.Now())
	c := cs.passes(packettest.TCP(client, address, segment.SYN, 1, 0, ""))
	cs.noteStates(c, 0, c.read(reader))
	assert.Empty(t, c.States(timeline.Client))
	assert.Empty(t, c.States(timeline.Server))
	cs.noteStates(c, time.Millisecond, reading{{State: states.Established}, {State: states.Established}})
	cs.noteStates(c, 2*time.Millisecond, c.read(reader))
	assert.Equal(t, []states.State{states.Established, states.Closed}, c.States(timeline.Server))
	assert.Equal(t, 2*time.Millisecond, c.Events[len(c.Events)-1].At, "when it was read and not when it was noted")
}

// What waits in a socket is noted with its state, at the time of both.
func TestQueuesAreNoted(t *testing.T) {
	cs := newConnections(server.Port(), time.Now())
	c := cs.fromClient(segment.SYN, 1)
	unread := reading{timeline.Server: {State: states.Established, Receive: 19}}
	cs.noteStates(c, 2*time.Millisecond, unread)
	cs.noteStates(c, 3*time.Millisecond, unread)
	var noted []timeline.Event
	for _, e := range c.Events {
		if e.Kind == timeline.Queued {
			noted = append(noted, e)
		}
	}
	require.Len(t, noted, 1)
	assert.Equal(t, timeline.Queues{Receive: 19}, *noted[0].Queues)
	assert.Equal(t, 2*time.Millisecond, noted[0].At)
}

func TestAViolationIsRemarked(t *testing.T) {
	cs := newConnections(server.Port(), time.Now())
	c := cs.fromClient(segment.SYN, 1)
	cs.noteStates(c, 1, reading{{State: states.TimeWait}})
	cs.noteStates(c, 2, reading{{State: states.Established}})
	remarks := 0
	for _, e := range c.waiting {
		if !e.remark.IsZero() {
			remarks++
			assert.Equal(t, "VIOLATION: ESTABLISHED after TIME_WAIT is no transition of RFC 9293", e.remark.String())
		}
	}
	assert.Equal(t, 1, remarks)
	assert.EqualError(t, cs.violation, "127.0.0.1:40000 → 127.0.0.1:5000: VIOLATION at the client: ESTABLISHED after TIME_WAIT is no transition of RFC 9293, figure 5",
		"which ends the program with status 1")
}
