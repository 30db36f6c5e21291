package basehttp_test

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

var soak = flag.Duration("soak", 0, "how long TestSoak keeps up its load, such as 5m; 0: two seconds at most")

// ways are what clients do to a server, each on a connection of its own.
var ways = []func(conn *net.TCPConn){
	func(conn *net.TCPConn) { // behaves
		for range 10 {
			io.WriteString(conn, "GET /behaves HTTP/1.1\r\nHost: a\r\n\r\n")
			conn.Read(make([]byte, 4096))
		}
	},
	func(conn *net.TCPConn) { // pipelines, and half-closes
		io.WriteString(conn, strings.Repeat("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 10))
		conn.CloseWrite()
		io.Copy(io.Discard, conn)
	},
	func(conn *net.TCPConn) { // resets in mid-answer
		io.WriteString(conn, strings.Repeat("GET /resets HTTP/1.1\r\nHost: a\r\n\r\n", 100))
		conn.Read(make([]byte, 10))
		conn.SetLinger(0)
	},
	func(conn *net.TCPConn) { // stalls in the header
		io.WriteString(conn, "GET /stalls HTTP/1.1\r\nHos")
		io.Copy(io.Discard, conn)
	},
	func(conn *net.TCPConn) { // stalls in the body
		io.WriteString(conn, "POST /stalls HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nx")
		io.Copy(io.Discard, conn)
	},
	func(conn *net.TCPConn) { // talks nonsense, and much of it
		io.WriteString(conn, strings.Repeat("nonsense", 1000)+"\r\n"+strings.Repeat("x", 100_000))
		io.Copy(io.Discard, conn)
	},
	func(conn *net.TCPConn) { // makes the handler panic
		io.WriteString(conn, "GET /panic HTTP/1.1\r\nHost: a\r\n\r\n")
		io.Copy(io.Discard, conn)
	},
	func(conn *net.TCPConn) { // goes away while it is being answered
		io.WriteString(conn, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
		conn.Read(make([]byte, 10))
	},
}

// usage is what a process holds: descriptors, goroutines, and bytes in use.
type usage struct{ descriptors, goroutines, heap int }

func measure() usage {
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	entries, _ := os.ReadDir("/proc/self/fd") // none where there is no proc(5)
	return usage{len(entries), runtime.NumGoroutine(), int(memory.HeapAlloc)}
}

// TestSoak keeps up a load of everything that clients do, and then looks for
// what is left of it.
func TestSoak(t *testing.T) {
	address := startScript(t, func(h *script) {
		switch h.Path {
		case "/panic":
			panic("as asked")
		case "/large":
			h.SendResponse(200)
			h.EndHeaders()
			io.WriteString(h.Wfile, strings.Repeat("x", 4<<20))
		default:
			n, err := io.Copy(io.Discard, h.Rfile)
			if err == nil {
				h.SendResponse(200)
				h.SendHeader("Content-Length", "5")
				h.EndHeaders()
				fmt.Fprintf(h.Wfile, "%05d", n)
			}
		}
	}, func(s *basehttp.HTTPServer) {
		s.HeaderTimeout, s.BodyTimeout = 50*time.Millisecond, 50*time.Millisecond
	})
	duration := cmp.Or(*soak, 2*time.Second/speed())
	before := measure()
	connections := load(t, address, duration)
	after := measureUntil(usage{before.descriptors, before.goroutines, before.heap + 4<<20})
	t.Logf("%d connections in %v; before %+v, after %+v", connections, duration, before, after)
	assert.LessOrEqual(t, after.descriptors, before.descriptors)
	assert.LessOrEqual(t, after.goroutines, before.goroutines)
	assert.LessOrEqual(t, after.heap, before.heap+4<<20)
}

// load has 32 clients at a time do one thing after the other.
func load(t *testing.T, address string, duration time.Duration) (connections int) {
	var clients sync.WaitGroup
	var mu sync.Mutex
	end := time.Now().Add(duration)
	for range 32 {
		clients.Go(func() {
			for time.Now().Before(end) {
				conn, err := net.Dial("tcp", address)
				if !assert.NoError(t, err) {
					return
				}
				conn.SetDeadline(time.Now().Add(patience))
				ways[rand.IntN(len(ways))](conn.(*net.TCPConn))
				conn.Close()
				mu.Lock()
				connections++
				mu.Unlock()
			}
		})
	}
	clients.Wait()
	return connections
}

// measureUntil measures until it finds no more than the limit, or gives up. The
// last connections linger.
func measureUntil(limit usage) (found usage) {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		found = measure()
		if found.descriptors <= limit.descriptors && found.goroutines <= limit.goroutines && found.heap <= limit.heap {
			break
		}
	}
	return found
}
