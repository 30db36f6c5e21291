//go:build unix

package endpoint

import (
	"errors"
	"net/netip"

	"golang.org/x/sys/unix"
)

// The system calls themselves. One that waits is made again when a signal of
// Go's scheduler has interrupted it.

func socket() (int, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err == nil {
		unix.CloseOnExec(fd)
	}
	return fd, err
}

func reuseAddr(fd int) error { return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1) }

func lingerZero(fd int) error {
	return unix.SetsockoptLinger(fd, unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Onoff: 1})
}

func bind(fd int, address netip.AddrPort) error { return unix.Bind(fd, sockaddr(address)) }

func listen(fd, backlog int) error { return unix.Listen(fd, backlog) }

func accept(fd int) (conn int, peer netip.AddrPort, err error) {
	err = unix.EINTR
	for err == unix.EINTR {
		var from unix.Sockaddr
		conn, from, err = unix.Accept(fd)
		peer = addrPort(from)
	}
	if err == nil {
		unix.CloseOnExec(conn)
	}
	return conn, peer, err
}

// connect is not made again: the attempt goes on, and a second call would fail.
func connect(fd int, address netip.AddrPort) error { return unix.Connect(fd, sockaddr(address)) }

func localAddress(fd int) (netip.AddrPort, error) {
	local, err := unix.Getsockname(fd)
	return addrPort(local), err
}

func send(fd int, data []byte) (int, error) { return unix.SendmsgN(fd, data, nil, nil, noSignal) }

func recv(fd int, buffer []byte) (n int, err error) {
	err = unix.EINTR
	for err == unix.EINTR {
		n, _, err = unix.Recvfrom(fd, buffer, 0)
	}
	return n, err
}

func shutdownWrite(fd int) error { return unix.Shutdown(fd, unix.SHUT_WR) }

func closeSocket(fd int) error { return unix.Close(fd) }

// errnoName returns an error's name from errno(3).
func errnoName(err error) string {
	var errno unix.Errno
	if errors.As(err, &errno) {
		return unix.ErrnoName(errno)
	}
	return err.Error()
}

func sockaddr(address netip.AddrPort) unix.Sockaddr {
	return &unix.SockaddrInet4{Port: int(address.Port()), Addr: address.Addr().As4()}
}

func addrPort(address unix.Sockaddr) netip.AddrPort {
	in, ok := address.(*unix.SockaddrInet4)
	if !ok {
		return netip.AddrPort{}
	}
	return netip.AddrPortFrom(netip.AddrFrom4(in.Addr), uint16(in.Port))
}
