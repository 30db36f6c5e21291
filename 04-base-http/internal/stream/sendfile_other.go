//go:build !linux

package stream

import (
	"io"
	"time"
)

// sendFile sends src, which is of file, behind what is buffered. net.TCPConn
// has the kernel do it where it can.
func (w *Writer) sendFile(file seekable, src *io.LimitedReader) (total int64, err error) {
	start, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, errNoSendfile
	}
	w.flush(msgMore)
	defer w.conn.SetWriteDeadline(time.Time{})
	limit := src.N
	for w.err == nil {
		w.conn.SetWriteDeadline(time.Now().Add(w.timeout))
		n, err := io.Copy(w.conn, src)
		total += n
		w.sent += n
		if !timedOutAfterProgress(n, err) {
			w.err = err
			break
		}
		// Where there is no sendfile, more was read than could be sent.
		_, w.err = file.Seek(start+total, io.SeekStart)
		src.N = limit - total
	}
	return total, w.err
}
