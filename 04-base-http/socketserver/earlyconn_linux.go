package socketserver

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// earlyConn is a connection that has not had to wait yet: a bare descriptor,
// which is used as long as no call would block. When one would, the descriptor
// is given to an os.File, and with it to the runtime's poller.
type earlyConn struct {
	remote net.Addr

	mu     sync.Mutex // held while socket is used
	socket int        // -1 once it is closed
	polled atomic.Pointer[polledSocket]

	deadlines             sync.Mutex
	readUntil, writeUntil time.Time // for the time of waiting
}

// polledSocket is a socket that can be waited for.
type polledSocket struct {
	*os.File
	raw syscall.RawConn
}

// early calls f with the bare descriptor. If that is in use no more, or f
// returns false since it would have to wait, early returns what can wait.
func (c *earlyConn) early(f func(socket uintptr) (done bool)) (*polledSocket, error) {
	if polled := c.polled.Load(); polled != nil {
		return polled, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	polled := c.polled.Load()
	switch {
	case polled != nil:
		return polled, nil
	case c.socket < 0:
		return nil, net.ErrClosed
	case f(uintptr(c.socket)):
		return nil, nil
	default:
		return c.poll(), nil
	}
}

// poll has the runtime's poller watch the socket from now on.
func (c *earlyConn) poll() *polledSocket {
	file := os.NewFile(uintptr(c.socket), "socket")
	raw, _ := file.SyscallConn() // fails for a nil file only
	polled := &polledSocket{file, raw}
	c.deadlines.Lock()
	defer c.deadlines.Unlock()
	file.SetReadDeadline(c.readUntil)
	file.SetWriteDeadline(c.writeUntil)
	c.polled.Store(polled)
	return polled
}

func (c *earlyConn) Read(p []byte) (int, error)  { return c.wait("read", (*os.File).Read, p) }
func (c *earlyConn) Write(p []byte) (int, error) { return c.wait("write", (*os.File).Write, p) }

// wait reads or writes, and may have to wait.
func (c *earlyConn) wait(op string, call func(*os.File, []byte) (int, error), p []byte) (n int, err error) {
	polled, err := c.early(func(uintptr) (done bool) { return false })
	if polled != nil {
		n, err = call(polled.File, p)
	}
	return n, c.opError(op, err)
}

// opError gives an error the form that the net package's have.
func (c *earlyConn) opError(op string, err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	var ofFile *fs.PathError
	if errors.As(err, &ofFile) {
		err = ofFile.Err
	}
	if errors.Is(err, os.ErrClosed) {
		err = net.ErrClosed
	}
	return &net.OpError{Op: op, Net: "tcp", Addr: c.remote, Err: err}
}

func (c *earlyConn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if polled := c.polled.Load(); polled != nil {
		return c.opError("close", polled.Close())
	}
	if c.socket < 0 {
		return c.opError("close", net.ErrClosed)
	}
	err := unix.Close(c.socket)
	c.socket = -1
	return c.opError("close", os.NewSyscallError("close", err))
}

func (c *earlyConn) SetDeadline(t time.Time) error {
	c.SetWriteDeadline(t)
	return c.SetReadDeadline(t)
}

func (c *earlyConn) SetReadDeadline(t time.Time) error {
	return c.setDeadline(&c.readUntil, t, (*os.File).SetReadDeadline)
}

func (c *earlyConn) SetWriteDeadline(t time.Time) error {
	return c.setDeadline(&c.writeUntil, t, (*os.File).SetWriteDeadline)
}

func (c *earlyConn) setDeadline(until *time.Time, t time.Time, set func(*os.File, time.Time) error) error {
	c.deadlines.Lock()
	defer c.deadlines.Unlock()
	*until = t
	if polled := c.polled.Load(); polled != nil {
		return c.opError("set", set(polled.File, t))
	}
	return nil
}

func (c *earlyConn) RemoteAddr() net.Addr { return c.remote }

func (c *earlyConn) LocalAddr() net.Addr {
	var local syscall.Sockaddr
	c.call(func(socket int) (err error) {
		local, err = syscall.Getsockname(socket)
		return err
	})
	return tcpAddr(local)
}

// CloseWrite ends the stream to the client; the other one goes on.
func (c *earlyConn) CloseWrite() error {
	return c.call(func(socket int) error { return unix.Shutdown(socket, unix.SHUT_WR) })
}

// SetLinger tells Close, as that of a net.TCPConn does, how many seconds to
// try to send what is not sent: at 0, it resets the connection. Below 0, the
// kernel tries as long as it can.
func (c *earlyConn) SetLinger(sec int) error {
	linger := &unix.Linger{Onoff: 1, Linger: int32(sec)}
	if sec < 0 {
		linger = &unix.Linger{}
	}
	return c.call(func(socket int) error {
		return unix.SetsockoptLinger(socket, unix.SOL_SOCKET, unix.SO_LINGER, linger)
	})
}

// call makes one call that never waits.
func (c *earlyConn) call(f func(socket int) error) (err error) {
	raw := earlyRawConn{c}
	if closed := raw.Control(func(socket uintptr) { err = f(int(socket)) }); closed != nil {
		return closed
	}
	return err
}

// SyscallConn gives access to the descriptor, which does not block.
func (c *earlyConn) SyscallConn() (syscall.RawConn, error) { return earlyRawConn{c}, nil }

type earlyRawConn struct{ *earlyConn }

func (c earlyRawConn) Read(f func(socket uintptr) (done bool)) error {
	polled, err := c.early(f)
	if polled != nil {
		err = polled.raw.Read(f)
	}
	return c.opError("raw-read", err)
}

func (c earlyRawConn) Write(f func(socket uintptr) (done bool)) error {
	polled, err := c.early(f)
	if polled != nil {
		err = polled.raw.Write(f)
	}
	return c.opError("raw-write", err)
}

func (c earlyRawConn) Control(f func(socket uintptr)) error {
	polled, err := c.early(func(socket uintptr) (done bool) { f(socket); return true })
	if polled != nil {
		err = polled.raw.Control(f)
	}
	return c.opError("raw-control", err)
}
