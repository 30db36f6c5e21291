package stream

import (
	"io"
	"net"
	"sync"
	"time"
)

// writeBufferSize, in bytes, holds a response's head and a body of 16 KiB, so
// that both leave in one write.
const writeBufferSize = 18 << 10

// pieceSize, in bytes, is how much one call may send that waits until all of it
// is sent: even where nobody tells what a client has acknowledged, such a piece
// tells that it took the one before.
const pieceSize = 64 << 10

// writeBuffers keeps the buffers of writers that have nothing in them.
var writeBuffers = sync.Pool{New: func() any { return new([writeBufferSize]byte) }}

// Writer is the buffered output of a connection. It takes a buffer at the
// first write and gives it back when all is sent. After an error it sends
// nothing more and keeps returning that error. One goroutine at a time may use
// it.
type Writer struct {
	conn    net.Conn
	timeout time.Duration
	buf     *[writeBufferSize]byte // nil, or with n bytes in it
	n       int
	sent    int64
	err     error
	nonblockingWriter
}

var (
	_ io.StringWriter = (*Writer)(nil)
	_ io.ReaderFrom   = (*Writer)(nil)
)

// Written is the number of bytes ever accepted, sent or not.
func (w *Writer) Written() int64 { return w.sent + int64(w.n) }

// Rewind takes back what was written since Written was mark. If some of that
// is sent, it does nothing and returns false.
func (w *Writer) Rewind(mark int64) bool {
	if mark < w.sent {
		return false
	}
	w.n = int(mark - w.sent)
	return true
}

// Write buffers p, or sends it at once if it is larger than the buffer.
func (w *Writer) Write(p []byte) (n int, err error) {
	rest := p
	for len(rest) > 0 && w.err == nil {
		if w.n == 0 && len(rest) >= writeBufferSize {
			rest = w.sendAll(rest)
		} else {
			rest = put(w, rest)
		}
	}
	return len(p) - len(rest), w.err
}

// WriteString is Write for a string.
func (w *Writer) WriteString(s string) (n int, err error) {
	rest := s
	for len(rest) > 0 && w.err == nil {
		rest = put(w, rest)
	}
	return len(s) - len(rest), w.err
}

// AvailableBuffer returns an empty slice to append to: what is then given to
// Write is already where it belongs, as with a bufio.Writer.
func (w *Writer) AvailableBuffer() []byte { return w.free()[:0] }

// put buffers what fits of p and, if that is not all, makes room for the rest.
func put[T string | []byte](w *Writer, p T) (rest T) {
	n := copy(w.free(), p)
	w.n += n
	if n < len(p) {
		w.Flush()
	}
	return p[n:]
}

// Err is the error that sending has met.
func (w *Writer) Err() error { return w.err }

// Flush sends what is buffered.
func (w *Writer) Flush() error {
	if w.n > 0 {
		w.sendAll(w.buf[:w.n])
	}
	if w.buf != nil {
		writeBuffers.Put(w.buf)
		w.buf, w.n = nil, 0
	}
	return w.err
}

// sendAll sends p, and returns what an error left of it.
func (w *Writer) sendAll(p []byte) (rest []byte) {
	for len(p) > 0 && w.err == nil {
		n, err := w.sendOnce(p)
		p, w.err = p[n:], err
		w.sent += int64(n)
	}
	return p
}

// writeWaiting is sendOnce by way of the net package.
func (w *Writer) writeWaiting(p []byte) (n int, err error) {
	watch := startWatch(w.conn, w.timeout)
	n, err = w.conn.Write(p[:min(len(p), pieceSize)])
	return n, watch.end(err)
}

// free returns the free part of the buffer, which is taken if there is none.
func (w *Writer) free() []byte {
	if w.buf == nil {
		w.buf = writeBuffers.Get().(*[writeBufferSize]byte)
	}
	return w.buf[w.n:]
}
