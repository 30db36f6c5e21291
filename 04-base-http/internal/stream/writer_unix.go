//go:build unix

package stream

import (
	"os"
	"syscall"
)

// nonblockingWriter is what a Writer needs to send without waiting.
type nonblockingWriter struct {
	raw  syscall.RawConn
	try  func(socket uintptr) (done bool)        // the Writer's tryCall, bound once
	send func(socket uintptr) (n int, err error) // the Writer's sendBytes, bound once
	call func(socket uintptr) (n int, err error) // what is tried

	p []byte // what sendBytes sends

	watch *watch // of a client that is waited for
	tried struct {
		n   int
		err error
	}
}

// isSocket prepares for nonblocking calls, and reports whether there can be
// any.
func (w *Writer) isSocket() bool {
	if w.try == nil {
		w.raw, w.try, w.send = rawConn(w.conn), w.tryCall, w.sendBytes
	}
	return w.raw != nil
}

// sendOnce sends as much of p as the socket takes, and waits if that is
// nothing.
func (w *Writer) sendOnce(p []byte) (n int, err error) {
	if !w.isSocket() {
		return w.writeWaiting(p)
	}
	w.p = p
	n, err = w.attempt("send", w.send)
	w.p = nil
	return n, err
}

func (w *Writer) sendBytes(socket uintptr) (n int, err error) { return send(socket, w.p) }

// attempt makes the system call of this name, which does not block, until the
// socket is not full. Only then is the client watched: most never let it come to
// that.
func (w *Writer) attempt(name string, call func(socket uintptr) (n int, err error)) (n int, err error) {
	w.call = call
	err = w.raw.Write(w.try)
	w.call = nil
	if w.watch != nil {
		err = w.watch.end(err)
		w.watch = nil
	}
	if err != nil {
		return 0, err
	}
	return w.tried.n, os.NewSyscallError(name, w.tried.err)
}

// tryCall is called until it returns true; between two calls the runtime waits
// for room in the socket's buffer.
func (w *Writer) tryCall(socket uintptr) (done bool) {
	n, err := w.call(socket)
	for err == syscall.EINTR {
		n, err = w.call(socket)
	}
	if err == syscall.EAGAIN {
		if w.watch == nil {
			w.watch = startWatch(w.conn, w.timeout)
		}
		return false
	}
	w.tried.n, w.tried.err = max(n, 0), err
	return true
}
