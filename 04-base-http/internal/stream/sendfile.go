package stream

import (
	"errors"
	"io"
	"syscall"
)

// ReadFrom writes what src has, up to its end; io.Copy and io.CopyN call it.
// What is known to fit in the buffer is read into it. A larger file is left to
// the kernel: sendfile(2) takes it to the socket without a copy in this
// process.
func (w *Writer) ReadFrom(src io.Reader) (n int64, err error) {
	limited, isLimited := src.(*io.LimitedReader)
	if !isLimited {
		// The most that sendfile can be asked for.
		limited = &io.LimitedReader{R: src, N: 1<<63 - 1}
	}
	if limited.N <= int64(writeBufferSize-w.n) {
		return w.readInto(limited)
	}
	if file, isFile := limited.R.(seekable); isFile {
		n, err := w.sendFile(file, limited)
		if err != errNoSendfile {
			return n, err
		}
	}
	return io.Copy(writeOnly{w}, limited)
}

// errNoSendfile is what sendFile returns, having sent nothing of it, for a file
// that the kernel cannot send, such as a pipe.
var errNoSendfile = errors.New("not a file for sendfile")

// seekable is an *os.File, or what io.Copy makes of one.
type seekable interface {
	io.ReadSeeker
	syscall.Conn
}

// writeOnly hides ReadFrom from io.Copy.
type writeOnly struct{ io.Writer }

// readInto reads src, which fits, into the buffer. It is no error here if src
// is shorter than its limit; io.CopyN makes one of it.
func (w *Writer) readInto(src *io.LimitedReader) (int64, error) {
	if w.err != nil || src.N <= 0 {
		return 0, w.err
	}
	n, err := io.ReadFull(src, w.free()[:src.N])
	w.n += n
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return int64(n), err
}
