//go:build unix

package socketserver

import (
	"os"
	"syscall"
	"time"
)

// nonblockingWriter is what a Writer needs to send without waiting.
type nonblockingWriter struct {
	raw    syscall.RawConn
	try    func(fd uintptr) (done bool) // the Writer's trySend, bound once
	p      []byte                       // what to send
	flags  int
	taken  int // how much of it the socket took
	failed error
	waited bool
}

// sendOnce sends as much of p as the socket takes, and waits if that is
// nothing. Only then is there a deadline: most clients never need one.
func (w *Writer) sendOnce(p []byte, flags int) (n int, err error) {
	if w.try == nil {
		w.raw, w.try = rawConn(w.conn), w.trySend
	}
	if w.raw == nil {
		return w.writeWaiting(p)
	}
	w.p, w.flags, w.taken, w.failed = p, flags, 0, nil
	err = w.raw.Write(w.try)
	w.p = nil
	if w.waited {
		w.conn.SetWriteDeadline(time.Time{})
		w.waited = false
	}
	if err == nil {
		err = w.failed
	}
	return w.taken, err
}

// trySend is called with a descriptor that does not block, until it returns
// true; between two calls the runtime waits for room in the socket's buffer.
func (w *Writer) trySend(fd uintptr) (done bool) {
	n, err := send(fd, w.p, w.flags)
	if err == syscall.EAGAIN {
		w.conn.SetWriteDeadline(time.Now().Add(w.timeout))
		w.waited = true
		return false
	}
	w.taken, w.failed = n, os.NewSyscallError("send", err)
	return true
}
