package basehttp_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

func TestIdleConnectionKeepsNobodyWaiting(t *testing.T) {
	address := startProbe(t)
	dial(t, address)
	dial(t, address).send("GET / HT")
	c := dial(t, address)
	c.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	_, body := c.response("GET")
	assert.Equal(t, "/", body)
}

func TestIdleConnectionIsClosedInSilence(t *testing.T) {
	t.Parallel()
	log := new(syncBuffer)
	address := startProbe(t, func(s *basehttp.HTTPServer) { s.IdleTimeout, s.Log = time.Second, log })
	c := dial(t, address)
	c.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	c.response("GET")
	c.requireClosed()
	dial(t, address).requireClosed()
	assert.NotContains(t, log.String(), "timed out")
}

// Each request moves the deadline on, at the latest in the next second.
func TestConnectionInUseIsNotIdle(t *testing.T) {
	t.Parallel()
	address := startProbe(t, func(s *basehttp.HTTPServer) { s.IdleTimeout = time.Second })
	c := dial(t, address)
	for began := time.Now(); time.Since(began) < 2500*time.Millisecond; time.Sleep(50 * time.Millisecond) {
		c.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		c.response("GET")
	}
}

func TestHeaderThatStallsIsClosedAtItsDeadline(t *testing.T) {
	t.Parallel()
	log := new(syncBuffer)
	address := startProbe(t, func(s *basehttp.HTTPServer) { s.HeaderTimeout, s.Log = 100*time.Millisecond, log })
	for _, part := range []string{"G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: "} {
		c := dial(t, address)
		c.send(part)
		rest, _ := io.ReadAll(c)
		assert.Empty(t, rest)
	}
	log.requireLine(t, "Request timed out")
}

// A byte now and then keeps an idle deadline from passing, and must not keep
// the one for the whole header from it.
func TestHeaderThatTricklesMeetsATotalDeadline(t *testing.T) {
	t.Parallel()
	address := startProbe(t, func(s *basehttp.HTTPServer) { s.HeaderTimeout = 300 * time.Millisecond })
	c := dial(t, address)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		io.ReadAll(c)
	}()
	started := time.Now()
	c.send("GET / HTTP/1.1\r\nX: ")
	for tick := time.NewTicker(20 * time.Millisecond); ; {
		select {
		case <-ended:
			assert.Less(t, time.Since(started), patience)
			return
		case <-tick.C:
			io.WriteString(c, "x")
		}
	}
}

func TestBodyThatStallsIsClosed(t *testing.T) {
	t.Parallel()
	address := startProbe(t, func(s *basehttp.HTTPServer) { s.BodyTimeout = 100 * time.Millisecond })
	for _, framing := range []string{"Content-Length: 9\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n9\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n"} {
		c := dial(t, address)
		c.send("POST / HTTP/1.1\r\nHost: a\r\n" + framing)
		rest, _ := io.ReadAll(c)
		assert.Empty(t, rest)
	}
}

// download starts a server that sends a file of this size, by sendfile or by
// Write, to clients that may take nothing for as long as stall. What comes
// of each download arrives in results.
func download(t *testing.T, size int, byWrite bool, stall time.Duration, set ...func(*basehttp.HTTPServer)) (c *client, results chan error) {
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	require.NoError(t, os.Truncate(path, int64(size))) // zeros that take no room
	results = make(chan error, 1)
	address := startScript(t, func(h *script) {
		f, err := os.Open(path)
		if !assert.NoError(t, err) {
			return
		}
		defer f.Close()
		h.SendResponse(200)
		h.SendHeader("Content-Length", fmt.Sprint(size))
		h.EndHeaders()
		if byWrite {
			_, err = h.Wfile.Write(make([]byte, size))
		} else {
			_, err = io.Copy(h.Wfile, f)
		}
		results <- err
	}, append(set, func(s *basehttp.HTTPServer) { s.WriteTimeout = stall })...)
	c = dial(t, address)
	c.SetDeadline(time.Now().Add(time.Minute))
	c.SetReadBuffer(64 << 10)
	c.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	return c, results
}

func TestSlowAndSteadyReaderIsServed(t *testing.T) {
	t.Parallel()
	for _, byWrite := range []bool{false, true} {
		t.Run(fmt.Sprintf("byWrite=%v", byWrite), func(t *testing.T) {
			t.Parallel()
			const size, stall = 64 << 20, time.Second
			c, results := download(t, size, byWrite, stall)
			_, err := c.in.ReadString('\n')
			require.NoError(t, err)
			started := time.Now()
			piece, pieces := make([]byte, size/64), 0
			for pieces < 63 {
				_, err := io.ReadFull(c.in, piece)
				require.NoError(t, err)
				if pieces++; pieces > 50 {
					time.Sleep(stall / 5) // this is what a slow reader does
				}
			}
			_, err = io.Copy(io.Discard, io.LimitReader(c.in, size/64))
			require.NoError(t, err)
			require.NoError(t, <-results)
			assert.Greater(t, time.Since(started), 2*stall, "the reader was not slow enough to prove anything")
		})
	}
}

// The kernel of a client whose program reads slowly shuts its window, and opens
// it only when there is a good deal of room: it takes nothing for a long time, and
// answers all probes meanwhile.
func TestReaderWithAShutWindowIsWaitedFor(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("whether a client's window is shut is known on Linux only")
	}
	if testing.Short() {
		t.Skip("3 s are not waited for in short mode")
	}
	const size, stall = 64 << 20, 2 * time.Second // below which some answers to probes are missing
	for _, byWrite := range []bool{false, true} {
		t.Run(fmt.Sprintf("byWrite=%v", byWrite), func(t *testing.T) {
			t.Parallel()
			c, results := download(t, size, byWrite, stall)
			_, err := c.in.Peek(1000)
			require.NoError(t, err)
			select {
			case err := <-results:
				t.Fatalf("given up (%v)", err)
			case <-time.After(stall * 3 / 2):
			}
			_, err = io.CopyN(io.Discard, c.in, size)
			require.NoError(t, err)
			require.NoError(t, <-results)
		})
	}
}

func TestReaderThatStopsIsClosed(t *testing.T) {
	t.Parallel()
	for _, byWrite := range []bool{false, true} {
		t.Run(fmt.Sprintf("byWrite=%v", byWrite), func(t *testing.T) {
			t.Parallel()
			log := new(syncBuffer)
			c, results := download(t, 64<<20, byWrite, 200*time.Millisecond, func(s *basehttp.HTTPServer) { s.Log = log })
			_, err := c.in.Peek(1000)
			require.NoError(t, err)
			select {
			case err := <-results:
				assert.ErrorIs(t, err, os.ErrDeadlineExceeded)
				log.requireLine(t, "the client has acknowledged nothing for ")
			case <-time.After(time.Minute):
				t.Fatal("still sending to a client that takes nothing")
			}
		})
	}
}

// What waits in the kernel when the last response is complete belongs to the
// client as much as what was written before it.
func TestReaderThatStopsIsAlsoClosedAfterTheLastResponse(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("what the client has acknowledged is known on Linux only")
	}
	t.Parallel()
	log := new(syncBuffer)
	address := startScript(t, func(h *script) {
		h.SendResponse(200)
		h.EndHeaders()
		io.WriteString(h.Wfile, strings.Repeat("x", 100_000))
	}, func(s *basehttp.HTTPServer) { s.WriteTimeout, s.Log = 100*time.Millisecond, log })
	conn := dial(t, address)
	require.NoError(t, conn.SetReadBuffer(4<<10))
	conn.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	log.requireLine(t, "the client has acknowledged nothing for ")
}
