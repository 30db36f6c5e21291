package basehttp_test

import (
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

// dialSmall connects with a receive buffer of 8 KiB. (That is what the kernel
// makes of 4.) It is set before the handshake, which announces it. With the usual one, a client
// that reads 2 kB/s acknowledges something only every half minute: its kernel
// tells of free room when there is a good deal of it.
func dialSmall(t *testing.T, address string) net.Conn {
	dialer := net.Dialer{Control: func(_, _ string, raw syscall.RawConn) (err error) {
		raw.Control(func(fd uintptr) {
			err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 4<<10)
		})
		return err
	}}
	conn, err := dialer.Dial("tcp", address)
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(time.Minute))
	return conn
}

// A socket is writable when a third of its send buffer is free. A client of
// 2 kB/s frees that much in minutes, and acknowledges something all the time.
func TestReaderOf2kBPerSecondIsServed(t *testing.T) {
	if testing.Short() {
		t.Skip("2 kB/s is not read in short mode")
	}
	t.Parallel()
	stall := 4 * time.Second / min(speed(), 2)
	given := make(chan error, 1)
	address := startScript(t, func(h *script) {
		h.SendResponse(200)
		h.EndHeaders()
		for err := error(nil); err == nil; {
			_, err = io.WriteString(h.Wfile, strings.Repeat("x", 1<<20))
			if err != nil {
				given <- err
			}
		}
	}, func(s *basehttp.HTTPServer) { s.WriteTimeout = stall })
	conn := dialSmall(t, address)
	fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	piece := make([]byte, 200)
	for began := time.Now(); time.Since(began) < 2*stall; time.Sleep(100 * time.Millisecond / speed()) {
		_, err := io.ReadFull(conn, piece)
		require.NoError(t, err)
		require.Empty(t, given, "given up after %v", time.Since(began))
	}
}

// What a client sends behind its request must not destroy the response that it
// has not read yet, whenever it is sent.
func TestResponseSurvivesInputThatArrivesBehindTheRequest(t *testing.T) {
	t.Parallel()
	const size = 3 << 20
	address := startScript(t, func(h *script) {
		h.SendResponse(200)
		h.SendHeader("Content-Length", fmt.Sprint(size))
		h.EndHeaders()
		io.WriteString(h.Wfile, strings.Repeat("x", size))
	}, http10)
	conn := dialSmall(t, address)
	const request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
	io.WriteString(conn, request)
	started, received := time.Now(), 0
	again := started
	for piece := make([]byte, 4<<10); ; time.Sleep(4 * time.Millisecond) { // a slow reader
		n, err := conn.Read(piece)
		received += n
		if err == io.EOF {
			break
		}
		require.NoError(t, err, "after %d bytes", received)
		if time.Since(again) > 200*time.Millisecond {
			io.WriteString(conn, request)
			again = time.Now()
		}
	}
	require.Greater(t, received, size)
	require.Greater(t, time.Since(started), basehttp.LingerTimeout, "the reader was not slow enough to prove anything")
}
