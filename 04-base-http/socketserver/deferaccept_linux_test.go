package socketserver_test

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/nettest"
	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/04-base-http/socketserver"
)

func listenDeferred(t *testing.T, address string) net.Listener {
	listener, err := socketserver.Listen(address)
	if err != nil {
		t.Skip(err)
	}
	deferred := socketserver.DeferAccept(listener)
	require.NotEqual(t, listener, deferred)
	t.Cleanup(func() { deferred.Close() })
	return deferred
}

// early returns the two ends of a connection over which the client has said
// something, which may be nothing.
func early(t *testing.T, listener net.Listener, something string) (client, server net.Conn) {
	client, err := net.Dial("tcp", listener.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() { client.Close() })
	io.WriteString(client, something)
	server, err = listener.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { server.Close() })
	return client, server
}

func TestAnsweringAtOnceNeedsNoPoller(t *testing.T) {
	client, server := early(t, listenDeferred(t, "127.0.0.1:0"), "GET\n")
	server.SetReadDeadline(time.Now().Add(patience))
	out := socketserver.NewWriter(server, patience)
	in := socketserver.NewReader(server, out)
	require.NoError(t, in.Fill())
	assert.Equal(t, "GET\n", string(in.Buffered()))
	in.Discard(4)
	out.WriteString("here\n")
	out.Flush()
	assert.False(t, socketserver.Polled(server))

	io.WriteString(client, "POST\n")
	require.NoError(t, in.Fill())
	assert.Equal(t, "POST\n", string(in.Buffered()))
	in.Discard(5)
	out.WriteString("there\n")
	out.Flush()
	server.Close()
	all, err := io.ReadAll(client)
	require.NoError(t, err)
	assert.Equal(t, "here\nthere\n", string(all))
}

// A connection is one like any other, whether or not it has had to wait.
func TestEarlyConnIsAConn(t *testing.T) {
	nettest.TestConn(t, func() (near, far net.Conn, stop func(), err error) {
		listener := listenDeferred(t, "127.0.0.1:0")
		client, server := early(t, listener, "x")
		_, err = server.Read(make([]byte, 1))
		return client, server, func() { client.Close(); server.Close(); listener.Close() }, err
	})
}

func TestDeadlineSetBeforeWaitingHolds(t *testing.T) {
	client, server := early(t, listenDeferred(t, "127.0.0.1:0"), "x")
	defer time.AfterFunc(patience, func() { client.Close() }).Stop()
	server.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	in := socketserver.NewReader(server, socketserver.NewWriter(server, patience))
	require.NoError(t, in.Fill())
	in.Discard(1)
	err := in.Fill()
	assert.ErrorIs(t, err, os.ErrDeadlineExceeded)
	var netErr net.Error
	require.ErrorAs(t, err, &netErr)
	assert.True(t, netErr.Timeout())
}

func TestSilentClientIsAcceptedAfterASecond(t *testing.T) {
	listener := listenDeferred(t, "127.0.0.1:0")
	started := time.Now()
	client, server := early(t, listener, "")
	assert.InDelta(t, 1, time.Since(started).Seconds(), 0.9)
	io.WriteString(server, "who is there?")
	server.Close()
	all, err := io.ReadAll(client)
	require.NoError(t, err)
	assert.Equal(t, "who is there?", string(all))
}

func TestSilentClientLearnsOfTheEnd(t *testing.T) {
	listener, err := socketserver.Listen("127.0.0.1:0")
	require.NoError(t, err)
	server := new(socketserver.TCPServer)
	server.Init(socketserver.DeferAccept(listener), func() socketserver.RequestHandler { return new(echo) })
	shutdown := serve(t, server)
	silent := []net.Conn{dial(t, server), dial(t, server), dial(t, server)}
	shutdown()
	for _, client := range silent {
		client.SetReadDeadline(time.Now().Add(patience))
		_, err := client.Read(make([]byte, 1))
		assert.Equal(t, io.EOF, err)
	}
	_, err = net.Dial("tcp", listener.Addr().String())
	assert.ErrorIs(t, err, unix.ECONNREFUSED)
}

// alwaysIdle may be closed at any time.
type alwaysIdle struct{ echo }

func (h *alwaysIdle) Idle() bool { return true }

func TestIdleConnectionsDoNotWaitForSilentClients(t *testing.T) {
	listener, err := socketserver.Listen("127.0.0.1:0")
	require.NoError(t, err)
	server := new(socketserver.TCPServer)
	server.Init(socketserver.DeferAccept(listener), func() socketserver.RequestHandler { return new(alwaysIdle) })
	socketserver.ThreadingMixIn(server)
	shutdown := serve(t, server)
	idle := dial(t, server)
	require.Equal(t, "hello\n", say(t, idle, "hello\n"))
	silent := dial(t, server)
	ended := make(chan string, 2)
	for name, client := range map[string]net.Conn{"idle": idle, "silent": silent} {
		go func() {
			client.SetReadDeadline(time.Now().Add(patience))
			_, err := client.Read(make([]byte, 1))
			assert.Equal(t, io.EOF, err)
			ended <- name
		}()
	}
	shutdown()
	assert.Equal(t, "idle", <-ended)
	assert.Equal(t, "silent", <-ended)
}

func TestLinkLocalAddressHasItsInterface(t *testing.T) {
	links, err := net.Interfaces()
	require.NoError(t, err)
	address := &syscall.SockaddrInet6{Addr: [16]byte{0: 0xfe, 1: 0x80, 15: 1}, Port: 80, ZoneId: uint32(links[0].Index)}
	assert.Equal(t, "[fe80::1%"+links[0].Name+"]:80", socketserver.TCPAddr(address).String())
	address.ZoneId = 1 << 30
	assert.Equal(t, "[fe80::1%1073741824]:80", socketserver.TCPAddr(address).String())
}

func TestListenerThatIsClosedAcceptsNothing(t *testing.T) {
	listener := listenDeferred(t, "127.0.0.1:0")
	var group sync.WaitGroup
	group.Go(func() {
		_, err := listener.Accept()
		assert.ErrorIs(t, err, net.ErrClosed)
	})
	listener.Close()
	group.Wait()
	_, err := listener.Accept()
	assert.ErrorIs(t, err, net.ErrClosed)
}

func TestEarlyConnKnowsItsAddresses(t *testing.T) {
	for _, address := range []string{"127.0.0.1:0", "[::1]:0", "0.0.0.0:0", "[::]:0"} {
		t.Run(address, func(t *testing.T) {
			client, server := early(t, listenDeferred(t, address), "x")
			assert.Equal(t, client.LocalAddr().String(), server.RemoteAddr().String())
			assert.Equal(t, client.RemoteAddr().String(), server.LocalAddr().String())
			assert.False(t, socketserver.Polled(server))
			server.Read(make([]byte, 1))
			assert.True(t, socketserver.Polled(server))
			assert.Equal(t, client.RemoteAddr().String(), server.LocalAddr().String())
		})
	}
}

func TestEarlyConnSendsSmallPiecesAtOnce(t *testing.T) {
	_, server := early(t, listenDeferred(t, "127.0.0.1:0"), "x")
	raw, err := server.(syscall.Conn).SyscallConn()
	require.NoError(t, err)
	raw.Control(func(socket uintptr) {
		noDelay, err := unix.GetsockoptInt(int(socket), unix.IPPROTO_TCP, unix.TCP_NODELAY)
		require.NoError(t, err)
		assert.Equal(t, 1, noDelay)
	})
}

func TestClosedEarlyConn(t *testing.T) {
	_, server := early(t, listenDeferred(t, "127.0.0.1:0"), "x")
	require.NoError(t, server.Close())
	assert.ErrorIs(t, server.Close(), net.ErrClosed)
	_, err := server.Read(make([]byte, 1))
	assert.ErrorIs(t, err, net.ErrClosed)
	_, err = server.Write([]byte("x"))
	assert.ErrorIs(t, err, net.ErrClosed)
	in := socketserver.NewReader(server, socketserver.NewWriter(server, patience))
	assert.ErrorIs(t, in.Fill(), net.ErrClosed)
	assert.NotEmpty(t, server.RemoteAddr().String())
}

// Shutdown closes connections that their handlers are using.
func TestClosingWhileItIsUsed(t *testing.T) {
	listener := listenDeferred(t, "127.0.0.1:0")
	for range 200 {
		_, server := early(t, listener, "x")
		in := socketserver.NewReader(server, socketserver.NewWriter(server, patience))
		var group sync.WaitGroup
		group.Go(func() {
			for in.Fill() == nil {
				in.Discard(1)
			}
		})
		group.Go(func() { server.Close() })
		group.Wait()
	}
}
