package stream

import (
	"io"
	"net"
	"sync"
)

// readBufferSize, in bytes, holds the head of nearly any request.
const readBufferSize = 4 << 10

// readBuffers keeps the buffers of readers that have nothing in them.
var readBuffers = sync.Pool{New: func() any { return new([readBufferSize]byte) }}

// Reader is the buffered input of a connection. It flushes the connection's
// Writer before it waits for more, and holds a buffer only while there are
// bytes in it. One goroutine at a time may use it.
type Reader struct {
	conn       net.Conn
	out        *Writer
	separate   bool   // out is left alone
	buf        []byte // nil, or with unread bytes in buf[start:end]
	start, end int
	nonblockingReader
}

// Separate leaves the Writer alone, if on is true, so that another goroutine may
// use it while this one reads.
func (r *Reader) Separate(on bool) { r.separate = on }

// flush flushes the Writer before something is waited for.
func (r *Reader) flush() error {
	if r.separate {
		return nil
	}
	return r.out.Flush()
}

// Buffered returns the bytes that were received and not yet read. The slice
// is valid until the next call.
func (r *Reader) Buffered() []byte { return r.buf[r.start:r.end] }

// Discard marks the first n bytes of Buffered as read.
func (r *Reader) Discard(n int) {
	r.start += n
	if r.start == r.end {
		r.release()
	}
}

// Fill waits until there are more bytes in Buffered, for which the buffer
// grows if it must. It returns io.EOF when the client has sent all it will
// send, and else the connection's errors.
func (r *Reader) Fill() error {
	before := len(r.Buffered())
	err := r.readOnce()
	if err == nil && len(r.Buffered()) == before {
		err = io.EOF
	}
	if r.start == r.end {
		r.release()
	}
	return err
}

// Read reads up to len(p) bytes, as io.Reader asks.
func (r *Reader) Read(p []byte) (int, error) {
	if r.start == r.end && len(p) > 0 {
		if len(p) >= readBufferSize {
			return r.readDirectly(p)
		}
		if err := r.Fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.Buffered())
	r.Discard(n)
	return n, nil
}

// readDirectly spares bytes the way through the buffer.
func (r *Reader) readDirectly(p []byte) (int, error) {
	if err := r.flush(); err != nil {
		return 0, err
	}
	return r.conn.Read(p)
}

// readWaiting reads once, and holds a buffer while it waits.
func (r *Reader) readWaiting() error {
	if err := r.flush(); err != nil {
		return err
	}
	n, err := r.conn.Read(r.room())
	r.end += n
	return err
}

// room returns free space to read into: in a buffer from the pool, or, when
// that is full, in one of twice the size.
func (r *Reader) room() []byte {
	switch {
	case r.buf == nil:
		r.buf = readBuffers.Get().(*[readBufferSize]byte)[:]
	case r.end == len(r.buf):
		unread := r.Buffered()
		if r.start == 0 {
			r.buf = make([]byte, 2*len(r.buf))
		}
		r.start, r.end = 0, copy(r.buf, unread)
	}
	return r.buf[r.end:]
}

// release gives an empty buffer back, unless it has grown.
func (r *Reader) release() {
	if len(r.buf) == readBufferSize {
		readBuffers.Put((*[readBufferSize]byte)(r.buf))
	}
	r.buf, r.start, r.end = nil, 0, 0
}
