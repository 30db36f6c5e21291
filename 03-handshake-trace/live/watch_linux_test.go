package live

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/03-handshake-trace/loopback"
	"example.com/socket-tutorial/03-handshake-trace/recording"
)

// watched is a Watch that runs, and a listener on its port.
type watched struct {
	*testing.T
	net.Listener
	port      uint16
	directory string
	stop      chan os.Signal
	ended     chan error
	sync.Mutex
	output bytes.Buffer
}

func (w *watched) Write(b []byte) (int, error) {
	w.Lock()
	defer w.Unlock()
	return w.output.Write(b)
}

// text is what was drawn by now.
func (w *watched) text() string {
	w.Lock()
	defer w.Unlock()
	return w.output.String()
}

func (w *watched) eventually(text string) {
	w.Helper()
	require.Eventually(w, func() bool { return strings.Contains(w.text(), text) }, 20*time.Second, time.Millisecond, "%s", text)
}

// end ends it and returns all that it has drawn.
func (w *watched) end() string {
	w.stop <- os.Interrupt
	require.NoError(w, <-w.ended)
	return w.text()
}

func newWatched(t *testing.T) *watched {
	w := &watched{T: t, directory: t.TempDir(), stop: make(chan os.Signal, 1), ended: make(chan error, 1)}
	w.Listener, w.port = listen(t)
	tap, err := loopback.OpenTap(w.port, keep)
	if err != nil {
		t.Skipf("no tap on lo: %v", err)
	}
	tap.Close()
	go func() {
		w.ended <- Watch(Options{Port: w.port, Out: w, Columns: 100, Directory: w.directory, Stop: w.stop})
	}()
	w.eventually("Watching port")
	return w
}

func listen(t *testing.T) (net.Listener, uint16) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	return listener, uint16(listener.Addr().(*net.TCPAddr).Port)
}

// transfer sends so many bytes over a connection of its own, and closes it.
func transfer(t *testing.T, listener net.Listener, size int64) {
	go func() {
		conn, err := listener.Accept()
		if assert.NoError(t, err) {
			_, _ = io.Copy(io.Discard, conn)
			conn.Close()
		}
	}()
	conn, err := net.Dial("tcp4", listener.Addr().String())
	require.NoError(t, err)
	_, err = io.CopyN(conn, zeros{}, size)
	assert.NoError(t, err)
	require.NoError(t, conn.(*net.TCPConn).CloseWrite())
	_, err = io.Copy(io.Discard, conn)
	assert.NoError(t, err)
	conn.Close()
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }

// No segment of the port is missing, whatever passes over lo beside it: as many
// are in the file as another tap has seen.
func TestNothingIsMissedBesideATransfer(t *testing.T) {
	w := newWatched(t)
	counter, err := loopback.OpenTap(w.port, keep)
	require.NoError(t, err)
	defer counter.Close()
	other, _ := listen(t)
	var both sync.WaitGroup
	both.Go(func() { transfer(t, other, 100<<20) })
	both.Go(func() { transfer(t, w, 10<<20) })
	both.Wait()
	w.eventually("FIN,ACK")
	output := w.end()
	assert.Contains(t, output, "End. Connections seen: 1.\n")
	assert.NotContains(t, output, "missing")
	assert.NotContains(t, output, "VIOLATION")

	seen := counter.ReadAll()
	require.Zero(t, counter.Dropped())
	file, err := os.Open(filepath.Join(w.directory, fmt.Sprintf("port-%d-connection-1.pcapng", w.port)))
	require.NoError(t, err)
	defer file.Close()
	read, err := recording.Read(file)
	require.NoError(t, err)
	saved := read.Segments()
	assert.Len(t, saved, len(seen))
	bytes := 0
	for _, s := range saved {
		bytes += s.Length
	}
	assert.GreaterOrEqual(t, bytes, 10<<20, "by their lengths before they were cut")
}

// Where the kernel has no room for a segment, that is said where it is missing.
func TestAGapStandsWhereItIs(t *testing.T) {
	listener, port := listen(t)
	tap, err := loopback.OpenTap(port, keep)
	if err != nil {
		t.Skipf("no tap on lo: %v", err)
	}
	defer tap.Close()
	require.NoError(t, unix.SetsockoptInt(tap.FD(), unix.SOL_SOCKET, unix.SO_RCVBUF, 16<<10))
	w := &watch{tap: tap, start: time.Now().Round(0), connections: newConnections(port, time.Now().Round(0))}
	transfer(t, listener, 4<<20) // and nobody reads
	w.collect()
	conn, err := net.Dial("tcp4", listener.Addr().String())
	require.NoError(t, err)
	conn.Close()
	w.collect()
	require.Len(t, w.connections.all, 2)
	var out bytes.Buffer
	show := newShow(Options{Out: &out, Columns: 100, Port: port})
	show.turnTo(w.connections.all[0])
	show.drawEvents(w.connections, w.connections.all[0])
	assert.Regexp(t, `(?s)1 SYN .*\n        ✂ \d+ segments of this port are missing here: they came too fast ✂\n$`, out.String())
}

// Two connections at once: each has its ladder, one below the other.
func TestConnectionsAreShownOneAfterTheOther(t *testing.T) {
	w := newWatched(t)
	first, err := net.Dial("tcp4", w.Addr().String())
	require.NoError(t, err)
	w.eventually(first.LocalAddr().String())
	second, err := net.Dial("tcp4", w.Addr().String())
	require.NoError(t, err)
	for i := range 5 {
		for _, conn := range []net.Conn{first, second} {
			_, err := fmt.Fprintf(conn, "message %d", i)
			require.NoError(t, err)
		}
	}
	for range 2 {
		conn, err := w.Accept()
		require.NoError(t, err)
		defer conn.Close()
	}
	w.eventually("message 4")
	first.Close()
	second.Close()
	output := w.end()
	parts := strings.Split(output, " → ")
	require.Len(t, parts, 3, output)
	for _, part := range parts[1:] {
		for i := range 5 {
			assert.Equal(t, 1, strings.Count(part, fmt.Sprintf("message %d", i)))
		}
	}
	assert.Contains(t, output, "End. Connections seen: 2.")
}

// A client may take its port again at once where a reset has ended the
// connection before.
func TestQuickConnectionsFromOnePort(t *testing.T) {
	w := newWatched(t)
	_, local := listen(t) // and free again soon
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(local) - 1},
		Control: func(_, _ string, conn syscall.RawConn) error {
			return conn.Control(func(fd uintptr) { _ = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_REUSEADDR, 1) })
		}}
	const times = 30
	for range times {
		conn, err := dialer.Dial("tcp4", w.Addr().String())
		if err != nil {
			t.Skipf("somebody else has the port: %v", err)
		}
		accepted, err := w.Accept()
		require.NoError(t, err)
		require.NoError(t, conn.(*net.TCPConn).SetLinger(0))
		conn.Close()
		accepted.Close()
	}
	output := w.end()
	assert.Contains(t, output, fmt.Sprintf("End. Connections seen: %d.", times))
	assert.NotContains(t, output, "VIOLATION")
	assert.NotContains(t, output, "continued")
	for i, part := range regexp.MustCompile(`(?m)^\d.* → .*$`).Split(output, -1) {
		if i > 0 {
			assert.NotContains(t, part, "LISTEN", "a listener's state is no connection's")
			assert.Contains(t, part, "1 SYN ")
			assert.Contains(t, part, "RST")
		}
	}
}
