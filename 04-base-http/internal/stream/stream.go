// Package stream is the floor under socketserver: the bytes of a connection,
// read and written through buffers. Above it, a connection is two streams, as
// rfile and wfile are in Python; what is in here is there because a kernel is
// fast, odd, or different from another one.
package stream

import (
	"net"
	"time"
)

// New returns the two streams of conn: in is what the client sends, and out
// what is sent to it. Before in waits for more, it flushes out, so that no
// answer is held back while its client is waited for. A client may be as slow
// as it likes; when it has acknowledged nothing for timeout, writing to out
// fails with an [os.ErrDeadlineExceeded].
//
// Neither has to be closed. Closing conn makes both of them fail.
func New(conn net.Conn, timeout time.Duration) (in *Reader, out *Writer) {
	out = &Writer{conn: conn, timeout: timeout}
	return &Reader{conn: conn, out: out}, out
}
