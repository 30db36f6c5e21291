package cable

import (
	"net/netip"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/03-handshake-trace/packet/packettest"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/sockdiag"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

var (
	client = netip.AddrPortFrom(clientAddress, 40000)
	server = netip.AddrPortFrom(serverAddress, Port)
)

// newCable returns a cable between two kernels that are played by the test.
func newCable(t *testing.T, delay time.Duration) (c *Cable, kernel [2]packettest.Kernel) {
	c = New(timeline.NewRecorder("test"), TUN, delay)
	for end := range c.side {
		var fd int
		fd, kernel[end] = packettest.Pair(t)
		device, err := newDevice(fd, "pair", func(packet []byte) error {
			_, err := unix.Write(fd, packet)
			return err
		})
		require.NoError(t, err)
		c.side[end].device = device
		c.side[end].watch, err = sockdiag.NewWatch(c.Recorder, timeline.End(end))
		require.NoError(t, err)
	}
	return c, kernel
}

// start starts a cable whose fields are filled in.
func start(t *testing.T, c *Cable) {
	c.Start()
	t.Cleanup(c.Close)
}

// received waits for the next packet that a kernel is handed.
func received(t *testing.T, kernel packettest.Kernel) (packet []byte) {
	t.Helper()
	require.Eventually(t, func() bool {
		packet = kernel.Received()
		return packet != nil
	}, 10*time.Second, 100*time.Microsecond, "no packet arrived")
	return packet
}

// noted is what a recorder holds by now.
func noted(c *Cable) []timeline.Event {
	c.Lock()
	defer c.Unlock()
	return append([]timeline.Event(nil), c.Events...)
}

func syn(from netip.AddrPort) []byte {
	return packettest.TCP(from, server, segment.SYN, 1000, 0, "")
}

func TestASegmentArrivesADelayLater(t *testing.T) {
	const delay = 20 * time.Millisecond
	c, kernel := newCable(t, delay)
	start(t, c)
	kernel[timeline.Client].Send(t, syn(client))
	assert.Equal(t, syn(client), received(t, kernel[timeline.Server]))
	kernel[timeline.Server].Send(t, packettest.TCP(server, client, segment.SYN|segment.ACK, 2000, 1001, ""))
	received(t, kernel[timeline.Client])

	require.Eventually(t, func() bool { return len(noted(c)) == 4 }, 10*time.Second, time.Millisecond)
	for i, want := range []struct {
		kind timeline.Kind
		end  timeline.End
	}{
		{timeline.Leave, timeline.Client}, {timeline.Arrive, timeline.Server},
		{timeline.Leave, timeline.Server}, {timeline.Arrive, timeline.Client},
	} {
		event := noted(c)[i]
		assert.Equal(t, want.kind, event.Kind)
		assert.Equal(t, want.end, event.End)
		assert.Equal(t, i/2+1, event.Segment.Number)
		assert.GreaterOrEqual(t, event.Segment.Arrived-event.Segment.Left, delay)
	}
	assert.Equal(t, client, c.Address[timeline.Client])
}

// The first SYN is lost: noted where it left, and never handed to the server.
func TestALostSegmentDoesNotArrive(t *testing.T) {
	c, kernel := newCable(t, time.Millisecond)
	losses := 1
	c.Lose = func(from timeline.End, s segment.Segment) bool {
		assert.Equal(t, timeline.Client, from)
		assert.Equal(t, segment.SYN, s.Flags)
		losses--
		return losses >= 0
	}
	start(t, c)
	kernel[timeline.Client].Send(t, syn(client))
	require.Eventually(t, func() bool { return len(noted(c)) == 2 }, 10*time.Second, time.Millisecond)
	assert.Equal(t, timeline.Lost, noted(c)[1].Kind)
	assert.True(t, noted(c)[0].Segment.Lost)
	kernel[timeline.Client].Send(t, syn(client))
	received(t, kernel[timeline.Server])
	assert.Nil(t, kernel[timeline.Server].Received(), "only the second arrived")
}

// A held segment arrives when it is let go, or is lost then.
func TestHold(t *testing.T) {
	c, kernel := newCable(t, time.Millisecond)
	answers := make(chan bool)
	c.Hold = func(*timeline.Segment) bool { return <-answers }
	start(t, c)
	kernel[timeline.Client].Send(t, syn(client))
	require.Eventually(t, func() bool { return len(noted(c)) == 1 }, 10*time.Second, time.Millisecond)
	assert.Nil(t, kernel[timeline.Server].Received())
	assert.False(t, c.Quiet(), "a segment is on its way")
	answers <- true
	received(t, kernel[timeline.Server])

	kernel[timeline.Server].Send(t, packettest.TCP(server, client, segment.RST|segment.ACK, 0, 1001, ""))
	answers <- false
	require.Eventually(t, func() bool { return len(noted(c)) == 4 }, 10*time.Second, time.Millisecond)
	assert.Equal(t, timeline.Lost, noted(c)[3].Kind)
	assert.Nil(t, kernel[timeline.Client].Received())
	assert.True(t, c.Quiet())
}

// What one segment causes is noted before the next arrives.
func TestNothingArrivesBeforeTheProgramsWait(t *testing.T) {
	c, kernel := newCable(t, 0)
	var waiting atomic.Bool
	c.ProgramsWait = waiting.Load
	start(t, c)
	kernel[timeline.Client].Send(t, syn(client))
	require.Eventually(t, func() bool { return len(noted(c)) == 1 }, 10*time.Second, time.Millisecond)
	assert.Nil(t, kernel[timeline.Server].Received())
	waiting.Store(true)
	received(t, kernel[timeline.Server])
}

// Of three connections the second is recorded; all of them are carried, and
// what is no TCP is not.
func TestOtherConnectionsAreCarriedUnnoted(t *testing.T) {
	c, kernel := newCable(t, 0)
	c.Nth = 2
	start(t, c)
	kernel[timeline.Client].Send(t, []byte("\x60 a router solicitation of IPv6, or so"))
	for port := range uint16(3) {
		packet := syn(netip.AddrPortFrom(clientAddress, 40000+port))
		kernel[timeline.Client].Send(t, packet)
		assert.Equal(t, packet, received(t, kernel[timeline.Server]))
	}
	require.Eventually(t, func() bool { return len(noted(c)) == 2 }, 10*time.Second, time.Millisecond)
	assert.Equal(t, uint16(40001), c.Address[timeline.Client].Port())
}

func TestSegmentsKeepTheirOrder(t *testing.T) {
	c, kernel := newCable(t, 2*time.Millisecond)
	start(t, c)
	for i := range uint32(50) {
		kernel[timeline.Client].Send(t, packettest.TCP(client, server, segment.ACK, i, 0, "x"))
	}
	for i := range uint32(50) {
		s, err := segment.Decode(received(t, kernel[timeline.Server]))
		require.NoError(t, err)
		assert.Equal(t, i, s.SequenceNumber)
	}
}

// kinds are what was noted, without what waits in sockets.
func kinds(c *Cable) (kinds []timeline.Kind) {
	for _, event := range noted(c) {
		kinds = append(kinds, event.Kind)
	}
	return kinds
}

// takeAll has the cable read now what both kernels have sent.
func takeAll(c *Cable) {
	c.Lock()
	defer c.Unlock()
	c.Observe(timeline.Client)
	c.Observe(timeline.Server)
}

// The kernel's timer knows nothing of somebody who thinks: what it sends again
// is kept back, and noted once.
func TestWhatIsHeldIsNotSentTwice(t *testing.T) {
	c, kernel := newCable(t, time.Millisecond)
	asked, answers := make(chan int), make(chan bool)
	c.Hold = func(s *timeline.Segment) bool {
		asked <- s.Number
		return <-answers
	}
	start(t, c)
	kernel[timeline.Client].Send(t, syn(client))
	assert.Equal(t, 1, <-asked)
	for range 3 {
		kernel[timeline.Client].Send(t, syn(client))
	}
	takeAll(c)
	require.Len(t, noted(c), 2)
	answers <- true
	received(t, kernel[timeline.Server])

	// The server has it now; but as long as its answer is held, the client does
	// not know.
	kernel[timeline.Server].Send(t, packettest.TCP(server, client, segment.SYN|segment.ACK, 2000, 1001, ""))
	assert.Equal(t, 2, <-asked)
	kernel[timeline.Client].Send(t, syn(client))
	kernel[timeline.Server].Send(t, packettest.TCP(server, client, segment.SYN|segment.ACK, 2000, 1001, ""))
	takeAll(c)
	require.Len(t, noted(c), 5)
	answers <- true
	received(t, kernel[timeline.Client])
	assert.Nil(t, kernel[timeline.Server].Received())
	assert.Equal(t, []timeline.Kind{timeline.Leave, timeline.Repeated, timeline.Arrive, timeline.Leave, timeline.Repeated, timeline.Arrive}, kinds(c))
	assert.True(t, c.Quiet())
}

// Where the reader loses what the kernel has sent again meanwhile, that takes
// its place at once.
func TestWhatWasKeptBackReplacesWhatIsLost(t *testing.T) {
	c, kernel := newCable(t, time.Millisecond)
	asked, answers := make(chan int), make(chan bool)
	c.Hold = func(s *timeline.Segment) bool {
		asked <- s.Number
		return <-answers
	}
	start(t, c)
	kernel[timeline.Client].Send(t, syn(client))
	assert.Equal(t, 1, <-asked)
	kernel[timeline.Client].Send(t, syn(client))
	takeAll(c)
	require.Len(t, noted(c), 2)
	answers <- false
	assert.Equal(t, 2, <-asked, "the second SYN")
	answers <- true
	received(t, kernel[timeline.Server])
	assert.Equal(t, []timeline.Kind{timeline.Leave, timeline.Repeated, timeline.Lost, timeline.Leave, timeline.Arrive}, kinds(c))
}

// Two segments that are not the same are both on their way, held or not.
func TestNewDataIsNotKeptBack(t *testing.T) {
	c, kernel := newCable(t, time.Millisecond)
	answers := make(chan bool)
	c.Hold = func(*timeline.Segment) bool { return <-answers }
	start(t, c)
	kernel[timeline.Client].Send(t, packettest.TCP(client, server, segment.ACK, 1001, 1, "Hello"))
	kernel[timeline.Client].Send(t, packettest.TCP(client, server, segment.ACK, 1006, 1, ""))
	kernel[timeline.Client].Send(t, packettest.TCP(client, server, segment.ACK|segment.FIN, 1006, 1, ""))
	for range 3 {
		answers <- true
		received(t, kernel[timeline.Server])
	}
}

// A program that sleeps does not wake while somebody thinks.
func TestTheClockStandsStillWhileASegmentIsHeld(t *testing.T) {
	c, kernel := newCable(t, time.Millisecond)
	asked, answers := make(chan bool), make(chan bool)
	c.Hold = func(*timeline.Segment) bool {
		asked <- true
		return <-answers
	}
	start(t, c)
	kernel[timeline.Client].Send(t, syn(client))
	<-asked
	woken := make(chan bool)
	go func() {
		c.Sleep(time.Millisecond)
		close(woken)
	}()
	select {
	case <-woken:
		t.Error("it slept through the clock's standstill")
	case <-time.After(30 * time.Millisecond):
	}
	answers <- true
	select {
	case <-woken:
	case <-time.After(10 * time.Second):
		t.Error("it never woke")
	}
}
