package socketserver

import (
	"io"
	"syscall"
	"time"
)

// ReadFrom writes what src has, up to its end; io.Copy and io.CopyN call it.
// What is known to fit in the buffer is read into it. A larger file is left to
// the kernel: sendfile(2) takes it to the socket without a copy in this
// process, which net.TCPConn does where the system can.
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
		// A pipe is a file to Go, but cannot seek, and may have nothing to
		// send for longer than the client's deadline.
		if start, err := file.Seek(0, io.SeekCurrent); err == nil {
			return w.sendFile(file, start, limited)
		}
	}
	return io.Copy(writeOnly{w}, limited)
}

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

// sendFile sends src, which is file from the offset start, behind what is
// buffered.
func (w *Writer) sendFile(file io.Seeker, start int64, src *io.LimitedReader) (total int64, err error) {
	w.flush(msgMore)
	limit := src.N
	for w.err == nil {
		w.conn.SetWriteDeadline(time.Now().Add(w.timeout))
		n, err := io.Copy(w.conn, src)
		total += n
		w.sent += n
		if !slow(n, err) {
			w.err = err
			break
		}
		// Where there is no sendfile, more was read than could be sent.
		_, w.err = file.Seek(start+total, io.SeekStart)
		src.N = limit - total
	}
	return total, w.err
}
