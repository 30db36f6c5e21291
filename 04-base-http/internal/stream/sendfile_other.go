//go:build !linux

package stream

import "io"

// sendFile sends src, which is of file, behind what is buffered. net.TCPConn
// has the kernel do it where it can.
func (w *Writer) sendFile(file seekable, src *io.LimitedReader) (total int64, err error) {
	if _, err := file.Seek(0, io.SeekCurrent); err != nil {
		return 0, errNoSendfile
	}
	w.Flush()
	for src.N > 0 && w.err == nil {
		piece := &io.LimitedReader{R: src.R, N: min(src.N, pieceSize)}
		watch := startWatch(w.conn, w.timeout)
		n, err := io.Copy(w.conn, piece)
		w.err = watch.end(err)
		w.sent += n
		total += n
		src.N -= n
		if n == 0 {
			break // the file ends here
		}
	}
	return total, w.err
}
