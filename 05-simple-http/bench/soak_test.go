package bench

import (
	"bufio"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/04-base-http/socketserver"
	"example.com/socket-tutorial/05-simple-http/simplehttp"
)

// What a client may do to a server, well-behaved or not. None of it may leave
// anything behind. Each is given a connection and closes it by returning.
var habits = map[string]func(conn *net.TCPConn){
	"asks and reads": func(conn *net.TCPConn) {
		io.WriteString(conn, "GET /100k.bin HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
		io.Copy(io.Discard, conn)
	},
	"keeps the connection": func(conn *net.TCPConn) {
		reader := bufio.NewReader(conn)
		for range 20 {
			io.WriteString(conn, "HEAD /1k.txt HTTP/1.1\r\nHost: h\r\n\r\n")
			for {
				line, err := reader.ReadString('\n')
				if err != nil {
					return
				}
				if line == "\r\n" {
					break
				}
			}
		}
	},
	"asks ten at once": func(conn *net.TCPConn) {
		io.WriteString(conn, strings.Repeat("GET /1k.txt HTTP/1.1\r\nHost: h\r\n\r\n", 10))
		conn.CloseWrite()
		io.Copy(io.Discard, conn)
	},
	"resets in the middle of a body": func(conn *net.TCPConn) {
		io.WriteString(conn, "GET /1m.bin HTTP/1.1\r\nHost: h\r\n\r\n")
		io.CopyN(io.Discard, conn, 70_000)
		conn.SetLinger(0)
	},
	"half-closes and reads on": func(conn *net.TCPConn) {
		io.WriteString(conn, "GET /1m.bin HTTP/1.0\r\n\r\n")
		conn.CloseWrite()
		io.Copy(io.Discard, conn)
	},
	"stops in the middle of a line": func(conn *net.TCPConn) {
		io.WriteString(conn, "GET /1k.t")
		conn.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		io.Copy(io.Discard, conn)
	},
	"does not read": func(conn *net.TCPConn) {
		io.WriteString(conn, "GET /1m.bin HTTP/1.1\r\nHost: h\r\n\r\n")
		conn.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		conn.Read(make([]byte, 1))
	},
	"talks nonsense": func(conn *net.TCPConn) {
		io.WriteString(conn, "\x16\x03\x01\x02\x00\x01 nonsense\r\n\r\n")
		io.Copy(io.Discard, conn)
	},
	"says nothing": func(conn *net.TCPConn) {},
	"lists": func(conn *net.TCPConn) {
		io.WriteString(conn, "GET / HTTP/1.0\r\n\r\n")
		io.Copy(io.Discard, conn)
	},
}

// After clients of all habits, for as long as SOAK says (5m, say), the server
// has as many goroutines and descriptors as before, and no more memory.
func TestSoak(t *testing.T) {
	duration := 2 * time.Second
	if asked, err := time.ParseDuration(os.Getenv("SOAK")); err == nil {
		duration = asked
	}
	directory := t.TempDir()
	write(t, directory, "1k.txt", 1<<10)
	write(t, directory, "100k.bin", 100<<10)
	write(t, directory, "1m.bin", 1<<20)
	root, err := simplehttp.OpenRoot(directory, false)
	require.NoError(t, err)
	server, err := basehttp.NewHTTPServer("127.0.0.1:0", simplehttp.Class(root))
	require.NoError(t, err)
	server.ProtocolVersion, server.Log = "HTTP/1.1", io.Discard
	socketserver.ThreadingMixIn(&server.TCPServer)
	served := make(chan error, 1)
	go func() { served <- server.ServeForever() }()

	address := server.ServerAddress().String()
	visitAll(t, address, 3*time.Second) // files are kept, pools are filled, the poller is there
	before := usage()
	visits := visitAll(t, address, duration)
	after := usage()
	for deadline := time.Now().Add(30 * time.Second); !after.atMost(before) && time.Now().Before(deadline); after = usage() {
		time.Sleep(20 * time.Millisecond)
	}
	assert.True(t, after.atMost(before), "something was left behind")
	t.Logf("%d visits in %v: before %+v, after %+v", visits, duration, before, after)

	server.Shutdown()
	assert.NoError(t, <-served)
}

// visitAll lets 16 clients visit for a while and returns how often they did.
func visitAll(t *testing.T, address string, duration time.Duration) int64 {
	var names []string
	for name := range habits {
		names = append(names, name)
	}
	var visits atomic.Int64
	var clients sync.WaitGroup
	end := time.Now().Add(duration)
	for range 16 {
		clients.Go(func() {
			for time.Now().Before(end) {
				conn, err := net.Dial("tcp", address)
				if !assert.NoError(t, err) {
					return
				}
				conn.SetDeadline(time.Now().Add(20 * time.Second))
				habits[names[rand.N(len(names))]](conn.(*net.TCPConn))
				conn.Close()
				visits.Add(1)
			}
		})
	}
	clients.Wait()
	return visits.Load()
}

type resources struct {
	goroutines  int
	descriptors int // −1 where they cannot be counted
	heap        uint64
}

// atMost allows for 4 MiB of what the pools may hold.
func (r resources) atMost(before resources) bool {
	return r.goroutines <= before.goroutines && r.descriptors <= before.descriptors && r.heap <= before.heap+4<<20
}

func usage() resources {
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	descriptors := -1
	if names, err := os.ReadDir("/proc/self/fd"); err == nil {
		descriptors = len(names)
	}
	return resources{runtime.NumGoroutine(), descriptors, memory.HeapInuse}
}
