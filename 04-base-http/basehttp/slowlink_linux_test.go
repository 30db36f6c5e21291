package basehttp_test

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

// network is a thread with network devices of its own. Sockets that it makes
// belong to them for ever.
type network struct {
	thread int
	work   chan func()
}

func newNetwork(t *testing.T) *network {
	n := &network{work: make(chan func())}
	t.Cleanup(func() { close(n.work) })
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with this goroutine
		for f := range n.work {
			f()
		}
	}()
	n.run(t, func() error {
		n.thread = unix.Gettid()
		return unix.Unshare(unix.CLONE_NEWNET)
	})
	return n
}

func (n *network) run(t *testing.T, f func() error) {
	t.Helper()
	done := make(chan error)
	n.work <- func() { done <- f() }
	require.NoError(t, <-done)
}

// shell runs commands, which see the devices of the thread.
func (n *network) shell(t *testing.T, script string, args ...any) {
	t.Helper()
	n.run(t, func() error {
		out, err := exec.Command("sh", "-ec", fmt.Sprintf(script, args...)).CombinedOutput()
		if err != nil {
			err = fmt.Errorf("%w: %s", err, out)
		}
		return err
	})
}

// newLink returns two networks with a link between their devices near and far.
func newLink(t *testing.T) (near, far *network) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can make a link between two networks")
	}
	if err := exec.Command("sh", "-c", "command -v ip && command -v tc").Run(); err != nil {
		t.Skip("there is no ip or no tc to make a link with")
	}
	near, far = newNetwork(t), newNetwork(t)
	near.shell(t, `ip link add near type veth peer name far netns %d
		ip addr add 10.99.0.1/24 dev near; ip link set near up`, far.thread)
	far.shell(t, `ip addr add 10.99.0.2/24 dev far; ip link set far up`)
	return near, far
}

// A client whose cable was pulled acknowledges nothing and answers no probe: it
// is not waited for as one is whose kernel has no room.
func TestClientWithoutACableIsGivenUpSoon(t *testing.T) {
	t.Parallel()
	near, far := newLink(t)
	const stall = 2 * time.Second
	log, results := new(syncBuffer), make(chan error, 1)
	var address string
	near.run(t, func() error {
		address = startAt(t, "10.99.0.1:0", func() basehttp.Handler {
			return &script{run: func(h *script) {
				h.SendResponse(200)
				h.EndHeaders()
				_, err := io.WriteString(h.Wfile, strings.Repeat("x", 64<<20))
				results <- err
			}}
		}, func(s *basehttp.HTTPServer) { s.WriteTimeout, s.Log = stall, log })
		return nil
	})
	var conn net.Conn
	far.run(t, func() (err error) { conn, err = net.Dial("tcp", address); return err })
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(time.Minute))
	io.WriteString(conn, "GET / HTTP/1.0\r\n\r\n")
	pulled := make(chan struct{})
	go func() {
		io.CopyN(io.Discard, conn, 1<<20)
		close(pulled)
		io.Copy(io.Discard, conn) // it would go on
	}()
	<-pulled
	far.shell(t, `ip link set far down`)
	select {
	case err := <-results:
		assert.ErrorIs(t, err, os.ErrDeadlineExceeded)
		log.requireLine(t, "the client has acknowledged nothing for 2s; connection closed")
	case <-time.After(5 * stall):
		t.Fatal("still waiting for a client that is not there")
	}
}

// At 10 kB/s, what the kernel holds of a response takes longer to be sent than
// the deadline, though the link never rests.
func TestClientBehindALinkOf80KilobitsIsServed(t *testing.T) {
	if testing.Short() {
		t.Skip("80 kbit/s is not waited for in short mode")
	}
	t.Parallel()
	near, far := newLink(t)
	near.shell(t, `tc qdisc add dev near root tbf rate %dkbit burst 3kb latency 500ms`, 80*int(speed()))

	const size = 130_000
	stall := 4 * time.Second / min(speed(), 2)
	results := make(chan error, 1)
	var address string
	near.run(t, func() error {
		address = startAt(t, "10.99.0.1:0", func() basehttp.Handler {
			return &script{run: func(h *script) {
				h.SendResponse(200)
				h.SendHeader("Content-Length", fmt.Sprint(size))
				h.EndHeaders()
				_, err := io.WriteString(h.Wfile, strings.Repeat("x", size))
				results <- err
			}}
		}, func(s *basehttp.HTTPServer) { s.WriteTimeout = stall })
		return nil
	})
	var conn net.Conn
	far.run(t, func() (err error) { conn, err = net.Dial("tcp", address); return err })
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(time.Minute))
	started := time.Now()
	io.WriteString(conn, "GET / HTTP/1.0\r\n\r\n")
	all, err := io.ReadAll(conn)
	assert.NoError(t, err, "after %v and %d bytes", time.Since(started), len(all))
	assert.NoError(t, <-results)
	assert.Greater(t, len(all), size)
	assert.Greater(t, time.Since(started), stall*3/2, "the link was not slow enough to prove anything")
}
