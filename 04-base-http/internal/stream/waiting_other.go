//go:build !unix

package stream

// Where a socket cannot be used without waiting, it is used as net.Conn is.
type (
	nonblockingReader struct{}
	nonblockingWriter struct{}
)

func (r *Reader) readOnce() error { return r.readWaiting() }

func (w *Writer) sendOnce(p []byte) (int, error) { return w.writeWaiting(p) }
