package socketserver_test

import (
	"bytes"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/socketserver"
)

const patience = 10 * time.Second

// echo sends back what it gets, line by line.
type echo struct {
	socketserver.StreamRequestHandler
	work *gate
	busy atomic.Bool
}

func (h *echo) Handle() {
	for b := make([]byte, 100); ; {
		n, err := h.Rfile.Read(b)
		if err != nil {
			return
		}
		h.busy.Store(true)
		line := string(b[:n])
		switch {
		case strings.HasPrefix(line, "panic"):
			panic("as asked")
		case strings.HasPrefix(line, "work"):
			h.Wfile.WriteString("working\n")
			h.Wfile.Flush()
			h.work.wait()
		}
		h.Wfile.WriteString(line)
	}
}

// gate holds handlers up until it is opened.
type gate struct{ opened chan struct{} }

func newGate() *gate  { return &gate{make(chan struct{})} }
func (g *gate) open() { close(g.opened) }
func (g *gate) wait() { <-g.opened }

// politeEcho is an echo whose connection may be closed until it has been used.
type politeEcho struct{ echo }

func (h *politeEcho) Idle() bool { return !h.busy.Load() }

func newServer(t *testing.T, class func() socketserver.RequestHandler) *socketserver.TCPServer {
	server, err := socketserver.NewTCPServer("127.0.0.1:0", class)
	require.NoError(t, err)
	server.Log = io.Discard
	return server
}

// serve runs server, and returns what to call at the end: it shuts the server
// down and waits for it.
func serve(t *testing.T, server *socketserver.TCPServer) (shutdown func()) {
	ended := make(chan error, 1)
	go func() { ended <- server.ServeForever() }()
	return func() {
		server.Shutdown()
		require.NoError(t, <-ended)
	}
}

func dial(t *testing.T, server *socketserver.TCPServer) net.Conn {
	conn, err := net.Dial("tcp", server.ServerAddress().String())
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	return conn
}

func say(t *testing.T, conn net.Conn, line string) (answer string) {
	_, err := io.WriteString(conn, line)
	require.NoError(t, err)
	b := make([]byte, 100)
	n, err := conn.Read(b)
	require.NoError(t, err)
	return string(b[:n])
}

func TestHandleRequestServesOneConnection(t *testing.T) {
	server := newServer(t, func() socketserver.RequestHandler { return new(echo) })
	defer server.ServerClose()
	handled := make(chan error, 1)
	go func() { handled <- server.HandleRequest() }()
	conn := dial(t, server)
	assert.Equal(t, "hello\n", say(t, conn, "hello\n"))
	conn.Close()
	require.NoError(t, <-handled)
}

func TestSequentialServerServesTheNextClientWhenTheFirstIsGone(t *testing.T) {
	server := newServer(t, func() socketserver.RequestHandler { return new(echo) })
	defer serve(t, server)()
	first, second := dial(t, server), dial(t, server)
	assert.Equal(t, "one\n", say(t, first, "one\n"))
	io.WriteString(second, "two\n")
	second.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	_, err := second.Read(make([]byte, 10))
	require.ErrorIs(t, err, os.ErrDeadlineExceeded, "served while the first was not done")
	first.Close()
	second.SetReadDeadline(time.Now().Add(patience))
	b := make([]byte, 10)
	n, err := second.Read(b)
	require.NoError(t, err)
	assert.Equal(t, "two\n", string(b[:n]))
	second.Close()
}

func TestThreadingServerServesAllAtOnce(t *testing.T) {
	server := newServer(t, func() socketserver.RequestHandler { return new(echo) })
	socketserver.ThreadingMixIn(server)
	shutdown := serve(t, server)
	conns := []net.Conn{dial(t, server), dial(t, server), dial(t, server)}
	for range 2 {
		for _, conn := range conns {
			assert.Equal(t, "hello\n", say(t, conn, "hello\n"))
		}
	}
	for _, conn := range conns {
		conn.Close()
	}
	shutdown()
}

func TestPanicEndsItsConnectionAlone(t *testing.T) {
	log := new(lockedBuffer)
	server := newServer(t, func() socketserver.RequestHandler { return new(echo) })
	server.Log = log
	defer serve(t, server)()
	conn := dial(t, server)
	io.WriteString(conn, "panic\n")
	rest, _ := io.ReadAll(conn)
	assert.Empty(t, rest)
	conn = dial(t, server)
	assert.Equal(t, "hello\n", say(t, conn, "hello\n"))
	conn.Close()
	assert.Regexp(t, `^127\.0\.0\.1:\d+: panic: as asked \(tcpserver_test\.go:\d+\)\n$`, log.String())
}

func TestShutdownClosesIdleConnectionsAndLetsTheOthersFinish(t *testing.T) {
	work := newGate()
	server := newServer(t, func() socketserver.RequestHandler { return &politeEcho{echo{work: work}} })
	socketserver.ThreadingMixIn(server)
	shutdown := serve(t, server)
	idle, busy := dial(t, server), dial(t, server)
	assert.Equal(t, "working\n", say(t, busy, "work\n"))
	require.Eventually(t, func() bool { return server.Busy() == 1 }, patience, time.Millisecond)

	stopped := make(chan struct{})
	go func() { shutdown(); close(stopped) }()
	_, err := idle.Read(make([]byte, 10))
	assert.ErrorIs(t, err, io.EOF)
	require.Eventually(t, func() bool {
		late, err := net.Dial("tcp", server.ServerAddress().String())
		if err == nil {
			late.Close()
		}
		return err != nil
	}, patience, time.Millisecond, "listening while it shuts down")
	select {
	case <-stopped:
		t.Fatal("did not wait for the busy connection")
	default:
	}
	work.open()
	b := make([]byte, 10)
	n, err := busy.Read(b)
	require.NoError(t, err)
	assert.Equal(t, "work\n", string(b[:n]))
	busy.Close()
	<-stopped
}

func TestServerCloseIsAtOnceAlsoForSilentClients(t *testing.T) {
	server := newServer(t, func() socketserver.RequestHandler { return new(echo) })
	socketserver.ThreadingMixIn(server)
	shutdown := serve(t, server)
	silent := []net.Conn{dial(t, server), dial(t, server), dial(t, server)}
	started := time.Now()
	server.ServerClose()
	assert.Less(t, time.Since(started), patience, "not the grace period of 30 s")
	shutdown()
	for _, client := range silent {
		n, err := client.Read(make([]byte, 1))
		assert.Zero(t, n)
		assert.Error(t, err, "the client learns of the end")
	}
	_, err := net.Dial("tcp", server.ServerAddress().String())
	assert.Error(t, err, "nobody listens any more")
}

func TestGracePeriodEnds(t *testing.T) {
	server := newServer(t, func() socketserver.RequestHandler { return new(echo) })
	server.GracePeriod = 20 * time.Millisecond
	socketserver.ThreadingMixIn(server)
	shutdown := serve(t, server)
	conn := dial(t, server)
	say(t, conn, "hello\n")
	shutdown()
	_, err := conn.Read(make([]byte, 10))
	assert.ErrorIs(t, err, io.EOF)
}

func TestShutdownLeaksNothing(t *testing.T) {
	goroutines, descriptors := runtime.NumGoroutine(), countDescriptors(t)
	for range 3 {
		server := newServer(t, func() socketserver.RequestHandler { return &politeEcho{} })
		socketserver.ThreadingMixIn(server)
		shutdown := serve(t, server)
		for range 20 {
			dial(t, server)
		}
		say(t, dial(t, server), "hello\n")
		server.GracePeriod = time.Millisecond
		var twice sync.WaitGroup
		twice.Go(server.Shutdown)
		shutdown()
		twice.Wait()
	}
	for deadline := time.Now().Add(patience); runtime.NumGoroutine() > goroutines; time.Sleep(time.Millisecond) {
		require.True(t, time.Now().Before(deadline), "goroutines leak")
	}
	// The 63 clients are still open.
	assert.LessOrEqual(t, countDescriptors(t), descriptors+63+2)
}

// countDescriptors is the number of descriptors this process has open, where
// the system tells it.
func countDescriptors(t *testing.T) int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Log("descriptors are not counted: no /proc/self/fd here")
	}
	return len(entries)
}

// faultyListener fails in the given ways before it accepts.
type faultyListener struct {
	net.Listener
	faults []error
}

func (l *faultyListener) Accept() (net.Conn, error) {
	if len(l.faults) > 0 {
		fault := l.faults[0]
		l.faults = l.faults[1:]
		return nil, fault
	}
	return l.Listener.Accept()
}

func acceptError(errno syscall.Errno) error {
	return &net.OpError{Op: "accept", Net: "tcp", Err: os.NewSyscallError("accept4", errno)}
}

func TestAcceptWaitsWhereWaitingHelps(t *testing.T) {
	log := new(lockedBuffer)
	server := newServer(t, func() socketserver.RequestHandler { return new(echo) })
	server.Log = log
	server.Listener = &faultyListener{server.Listener, []error{
		acceptError(syscall.EMFILE), acceptError(syscall.EMFILE), acceptError(syscall.ENFILE), acceptError(syscall.ECONNABORTED),
		acceptError(10054), acceptError(10057), // Windows: WSAECONNRESET, WSAENOTCONN
	}}
	started := time.Now()
	shutdown := serve(t, server)
	conn := dial(t, server)
	assert.Equal(t, "hello\n", say(t, conn, "hello\n"))
	assert.GreaterOrEqual(t, time.Since(started), (5+10+20+40+80+160)*time.Millisecond, "the pause is doubled")
	conn.Close()
	shutdown()
	assert.Equal(t, "accept tcp: accept4: too many open files; waiting\n", log.String(), "one line, not one for each failure")
}

func TestAcceptReturnsWhatWillNotPass(t *testing.T) {
	server := newServer(t, nil)
	defer server.ServerClose()
	fault := &net.OpError{Op: "accept", Net: "tcp", Err: net.ErrClosed}
	server.Listener = &faultyListener{server.Listener, []error{fault}}
	assert.Equal(t, fault, server.ServeForever())
}

func TestShutdownInterruptsThePauseOfAccept(t *testing.T) {
	server := newServer(t, nil)
	faults := make([]error, 1000)
	for i := range faults {
		faults[i] = acceptError(syscall.EMFILE)
	}
	log := new(lockedBuffer)
	server.Log = log
	server.Listener = &faultyListener{server.Listener, faults}
	shutdown := serve(t, server)
	require.Eventually(t, func() bool { return log.String() != "" }, patience, time.Millisecond)
	shutdown()
}

func TestListenNamesCallAndAddress(t *testing.T) {
	first, err := socketserver.Listen("127.0.0.1:0")
	require.NoError(t, err)
	defer first.Close()
	address := first.Addr().String()
	_, err = socketserver.Listen(address)
	var errno syscall.Errno
	require.ErrorAs(t, err, &errno)
	assert.Contains(t, []syscall.Errno{syscall.EADDRINUSE, 10048}, errno, "10048 is Windows' WSAEADDRINUSE")
	assert.EqualError(t, err, "bind "+address+": "+errno.Error())
}

// lockedBuffer is a log that a test can read while the server writes it.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// Who keeps files open gives them up before the pause, not for ever after it.
func TestAcceptHasFilesReleased(t *testing.T) {
	server := newServer(t, func() socketserver.RequestHandler { return new(echo) })
	server.Listener = &faultyListener{server.Listener, []error{acceptError(syscall.EMFILE)}}
	var released atomic.Int32
	server.ReleaseFiles = func() { released.Add(1) }
	shutdown := serve(t, server)
	conn := dial(t, server)
	assert.Equal(t, "hello\n", say(t, conn, "hello\n"))
	conn.Close()
	shutdown()
	assert.EqualValues(t, 1, released.Load())
}
