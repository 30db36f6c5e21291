//go:build unix

package stream

import (
	"net"
	"os"
	"syscall"
)

// nonblockingReader is what a Reader needs to read a socket without waiting.
type nonblockingReader struct {
	raw syscall.RawConn
	try func(fd uintptr) (done bool) // the Reader's tryRecv, bound once
	err error                        // of the last try
}

// readOnce does what the net package's Read does, first trying and then
// waiting, but gives an empty buffer back for the time of waiting.
func (r *Reader) readOnce() error {
	if r.try == nil {
		r.raw, r.try = rawConn(r.conn), r.tryRecv
	}
	if r.raw == nil {
		return r.readWaiting()
	}
	if err := r.flush(); err != nil {
		return err
	}
	if err := r.raw.Read(r.try); err != nil {
		return err
	}
	return r.err
}

// tryRecv is called with a descriptor that does not block, until it returns
// true; between two calls the runtime waits for input.
func (r *Reader) tryRecv(fd uintptr) (done bool) {
	n, err := recv(fd, r.room())
	if err == syscall.EAGAIN {
		if r.start == r.end {
			r.release()
		}
		return false
	}
	r.end += n
	r.err = os.NewSyscallError("recv", err)
	return true
}

// rawConn returns access to conn's descriptor, or nil if it is not a socket.
func rawConn(conn net.Conn) syscall.RawConn {
	socket, ok := conn.(syscall.Conn)
	if !ok {
		return nil
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return nil
	}
	return raw
}
