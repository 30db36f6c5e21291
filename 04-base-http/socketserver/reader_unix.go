//go:build unix

package socketserver

import (
	"os"
	"syscall"
)

// nonblocking is what a Reader needs to read a socket without waiting.
type nonblocking struct {
	raw syscall.RawConn
	try func(fd uintptr) (done bool) // the Reader's tryRead, bound once
	err error                        // of the last try
}

// readOnce does what the net package's Read does, first trying and then
// waiting, but gives an empty buffer back for the time of waiting.
func (r *Reader) readOnce() error {
	if r.raw == nil {
		conn, ok := r.conn.(syscall.Conn)
		if !ok {
			return r.readWaiting()
		}
		raw, err := conn.SyscallConn()
		if err != nil {
			return err
		}
		r.raw, r.try = raw, r.tryRead
	}
	if err := r.raw.Read(r.try); err != nil {
		return err
	}
	return r.err
}

// tryRead is called with a descriptor that does not block, until it returns
// true; between two calls the runtime waits for input.
func (r *Reader) tryRead(fd uintptr) (done bool) {
	n, err := syscall.Read(int(fd), r.room())
	for err == syscall.EINTR {
		n, err = syscall.Read(int(fd), r.room())
	}
	if err == syscall.EAGAIN {
		if r.start == r.end {
			r.release()
		}
		return false
	}
	r.end += max(n, 0)
	r.err = os.NewSyscallError("read", err)
	return true
}
