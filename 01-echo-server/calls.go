//go:build unix

package main

import (
	"fmt"
	"net"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// Each function makes one system call, narrates it when it has returned, and
// makes it again if a signal interrupted it: Go's scheduler sends signals to
// its own threads, and poll is never restarted by the kernel (signal(7)).

// narrateCall narrates one call that has returned.
func narrateCall(result int, err error, format string, args ...any) {
	if narration.silent {
		return
	}
	call := fmt.Sprintf(format, args...)
	if err != nil {
		returned(call, failure(err))
		return
	}
	returned(call, strconv.Itoa(result))
}

// resolve finds the IPv4 address of host: the article's sockets are AF_INET.
func resolve(host string, port int) (*unix.SockaddrInet4, error) {
	found, err := net.ResolveTCPAddr("tcp4", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return nil, err
	}
	address := &unix.SockaddrInet4{Port: found.Port}
	copy(address.Addr[:], found.IP.To4()) // an empty host is 0.0.0.0, as in Python
	return address, nil
}

func socket() (int, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	narrateCall(fd, err, "socket(AF_INET, SOCK_STREAM, IPPROTO_IP)")
	return fd, os.NewSyscallError("socket", err)
}

func reuseAddress(sock int) error {
	err := unix.SetsockoptInt(sock, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1)
	narrateCall(0, err, "setsockopt(%d, SOL_SOCKET, SO_REUSEADDR, [1], 4)", sock)
	return os.NewSyscallError("setsockopt", err)
}

func setNoDelay(conn int) error {
	err := unix.SetsockoptInt(conn, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
	narrateCall(0, err, "setsockopt(%d, SOL_TCP, TCP_NODELAY, [1], 4)", conn)
	return os.NewSyscallError("setsockopt", err)
}

func setNonblock(fd int) error {
	_, err := unix.FcntlInt(uintptr(fd), unix.F_SETFL, unix.O_RDWR|unix.O_NONBLOCK)
	narrateCall(0, err, "fcntl(%d, F_SETFL, O_RDWR|O_NONBLOCK)", fd)
	return os.NewSyscallError("fcntl", err)
}

func bind(sock int, to *unix.SockaddrInet4) error {
	err := unix.Bind(sock, to)
	narrateCall(0, err, "bind(%d, %s, 16)", sock, address(to))
	if err != nil {
		return fmt.Errorf("bind %s: %w", net.JoinHostPort(net.IP(to.Addr[:]).String(), strconv.Itoa(to.Port)), err)
	}
	return nil
}

func listen(sock, backlog int) error {
	err := unix.Listen(sock, backlog)
	narrateCall(0, err, "listen(%d, %d)", sock, backlog)
	return os.NewSyscallError("listen", err)
}

// recv receives at most a buffer: 0 bytes mean that the peer has no more to
// say. On a socket read is recv without flags (recv(2)): a socket is a file.
func recv(conn int, buffer []byte) (n int, err error) {
	for {
		n, err = unix.Read(conn, buffer)
		if err == nil {
			narrateCall(n, nil, "read(%d, %v, %d)", conn, quoted(buffer[:n]), len(buffer))
		} else {
			narrateCall(n, err, "read(%d, %p, %d)", conn, buffer, len(buffer))
		}
		if err != unix.EINTR {
			return n, err
		}
	}
}

// send sends what there is room for in the kernel's buffer: perhaps less than
// all of data.
func send(conn int, data []byte) (n int, err error) {
	for {
		n, err = unix.Write(conn, data)
		narrateCall(n, err, "write(%d, %v, %d)", conn, quoted(data), len(data))
		if err != unix.EINTR {
			return n, err
		}
	}
}

// closeSocket is not repeated: the descriptor is gone even if a signal came
// (close(2)), and its number may already be somebody else's.
func closeSocket(fd int) {
	err := unix.Close(fd)
	narrateCall(0, err, "close(%d)", fd)
}
