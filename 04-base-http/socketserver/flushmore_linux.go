package socketserver

import "syscall"

// flushMore sends what is buffered and tells the kernel that more follows at
// once (MSG_MORE, send(2)): the head of a response then leaves in one segment
// with the first bytes of the file.
func (w *Writer) flushMore() {
	if conn, ok := w.conn.(syscall.Conn); ok && w.n > 0 && w.err == nil {
		if raw, err := conn.SyscallConn(); err == nil {
			raw.Write(func(fd uintptr) bool {
				w.sendMore(int(fd))
				return true
			})
		}
	}
	w.Flush()
}

// sendMore tries once. What the socket does not take now, or an error, is left
// to Flush.
func (w *Writer) sendMore(fd int) {
	n, err := syscall.SendmsgN(fd, w.buf[:w.n], nil, nil, syscall.MSG_MORE|syscall.MSG_NOSIGNAL)
	if err == nil {
		w.sent += int64(n)
		w.n = copy(w.buf[:], w.buf[n:w.n])
	}
}
