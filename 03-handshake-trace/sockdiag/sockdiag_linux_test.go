package sockdiag

import (
	"encoding/binary"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/03-handshake-trace/states"
)

// The places that do not depend on the machine's byte order: family and
// protocol, ports and addresses.
func TestRequest(t *testing.T) {
	b := string(request(7, netip.MustParseAddrPort("10.0.0.2:5000"), netip.MustParseAddrPort("10.0.0.1:40000")))
	assert.Len(t, b, 72)
	assert.Equal(t, uint32(7), binary.NativeEndian.Uint32([]byte(b[8:])), "the question's number")
	assert.Equal(t, "\x02\x06\x00\x00", b[16:20], "AF_INET, IPPROTO_TCP")
	assert.Equal(t, "\xff\xff\xff\xff", b[20:24], "every state")
	assert.Equal(t, "\x13\x88\x9c\x40", b[24:28], "ports 5000 and 40000")
	assert.Equal(t, "\x0a\x00\x00\x02\x00\x00\x00\x00", b[28:36], "the local address")
	assert.Equal(t, "\x0a\x00\x00\x01\x00\x00\x00\x00", b[44:52], "the remote address")
	assert.Equal(t, "\xff\xff\xff\xff\xff\xff\xff\xff", b[64:], "no cookie")

	b = string(request(7, netip.MustParseAddrPort("[::1]:80"), netip.MustParseAddrPort("[::1]:90")))
	assert.Equal(t, "\x0a", b[16:17], "AF_INET6")
	assert.Equal(t, "\x00\x00\x00\x01", b[40:44], "the end of ::1")
}

func TestParseRefusesShortAnswers(t *testing.T) {
	_, err := parse(make([]byte, 40))
	assert.ErrorContains(t, err, "40 bytes")
}

// A connection of this test, without any privilege.
func TestPair(t *testing.T) {
	reader, err := Open()
	require.NoError(t, err)
	defer reader.Close()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	server := netip.MustParseAddrPort(listener.Addr().String())
	client, err := net.Dial("tcp4", listener.Addr().String())
	require.NoError(t, err)
	local := netip.MustParseAddrPort(client.LocalAddr().String())
	accepted, err := listener.Accept()
	require.NoError(t, err)

	expect := func(from, to netip.AddrPort, want states.State) {
		t.Helper()
		assert.EventuallyWithT(t, func(t *assert.CollectT) {
			socket, err := reader.Pair(from, to)
			require.NoError(t, err)
			assert.Equal(t, want, socket.State)
			assert.Equal(t, want == states.Listen, socket.Listener)
		}, 10*time.Second, time.Millisecond)
	}
	expect(server, netip.MustParseAddrPort("0.0.0.0:0"), states.Listen)
	expect(local, server, states.Established)
	expect(server, local, states.Established)
	client.Close()
	expect(server, local, states.CloseWait)
	expect(local, server, states.FinWait2)
	accepted.Close()
	expect(local, server, states.TimeWait)
	expect(server, local, states.Listen) // gone: the kernel answers with the listener

	_, err = reader.Pair(netip.MustParseAddrPort("127.0.0.1:1"), netip.MustParseAddrPort("127.0.0.1:1"))
	assert.ErrorIs(t, err, ErrNone)
}

func TestInterpret(t *testing.T) {
	for _, c := range []struct{ last, answer, want states.State }{
		{states.Unread, states.Listen, states.Listen},
		{states.Listen, states.SynRecv, states.SynRecv},
		{states.SynRecv, states.Listen, states.Listen}, // the request was given up
		{states.LastAck, states.Listen, states.Closed}, // the listener is still there
		{states.LastAck, states.Unread, states.Closed}, // and here it is not
		{states.Unread, states.Unread, states.Unread},  // nothing has begun
		{states.FinWait1, states.TimeWait, states.TimeWait},
	} {
		assert.Equal(t, c.want, interpret(c.last, c.answer), "%v after %v", c.answer, c.last)
	}
}

// What waits where: nineteen bytes at a server that does not read, two
// connections in the queue of a listener that does not accept.
func TestQueues(t *testing.T) {
	reader, err := Open()
	require.NoError(t, err)
	defer reader.Close()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	server := netip.MustParseAddrPort(listener.Addr().String())
	var client net.Conn
	for range 2 {
		client, err = net.Dial("tcp4", listener.Addr().String())
		require.NoError(t, err)
		defer client.Close()
	}
	_, err = client.Write([]byte("is anybody in there"))
	require.NoError(t, err)
	local := netip.MustParseAddrPort(client.LocalAddr().String())
	assert.EventuallyWithT(t, func(t *assert.CollectT) {
		unread, err := reader.Pair(server, local)
		require.NoError(t, err)
		assert.Equal(t, Socket{State: states.Established, Receive: 19}, unread)
		sender, err := reader.Pair(local, server)
		require.NoError(t, err)
		assert.Equal(t, Socket{State: states.Established}, sender, "all is acknowledged")
		waiting, err := reader.Pair(server, netip.MustParseAddrPort("0.0.0.0:0"))
		require.NoError(t, err)
		assert.Equal(t, 2, waiting.Receive, "in the accept queue")
		assert.Positive(t, waiting.Send, "the backlog")
	}, 10*time.Second, time.Millisecond)
}

// An answer that comes late belongs to a question that was given up.
func TestAnswersAreMatchedByNumber(t *testing.T) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	defer unix.Close(fds[0])
	defer unix.Close(fds[1])
	answer := func(sequence uint32, state states.State) {
		b := make([]byte, answerLen)
		binary.NativeEndian.PutUint32(b[8:], sequence)
		b[headerLen+1] = byte(state)
		_, err := unix.Write(fds[1], b)
		require.NoError(t, err)
	}
	answer(1, states.SynSent)
	answer(2, states.Established)
	socket, err := (&Reader{fd: fds[0], sequence: 2}).receive()
	require.NoError(t, err)
	assert.Equal(t, states.Established, socket.State)
}
