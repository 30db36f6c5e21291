//go:build unix

package main

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Each function makes one system call, narrates it when it has returned, and
// makes it again if a signal interrupted it: Go's scheduler sends signals to
// its own threads, and poll is never restarted by the kernel (signal(7)).

// narrateCall narrates one call that has returned. A failed one has returned -1;
// strace adds the name of the error as errno(3) has it, and its text.
func narrateCall(result int, err error, format string, args ...any) {
	if narration.silent {
		return
	}
	shown := strconv.Itoa(result)
	if errno, ok := err.(unix.Errno); ok {
		words := errno.Error()
		shown = fmt.Sprintf("-1 %s (%s)", unix.ErrnoName(errno), strings.ToUpper(words[:1])+words[1:])
	}
	returned(fmt.Sprintf(format, args...), shown)
}

// resolve finds the IPv4 address of host: the article's sockets are AF_INET.
func resolve(host string, port int) (netip.AddrPort, error) {
	found, err := net.ResolveTCPAddr("tcp4", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return netip.AddrPort{}, err
	}
	var ip [4]byte
	copy(ip[:], found.IP.To4()) // an empty host is 0.0.0.0, as in Python
	return netip.AddrPortFrom(netip.AddrFrom4(ip), uint16(port)), nil
}

// address is a socket address as strace writes it.
func address(ip [4]byte, port int) string {
	return fmt.Sprintf(`{sa_family=AF_INET, sin_port=htons(%d), sin_addr=inet_addr("%s")}`, port, netip.AddrFrom4(ip))
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

func bind(sock int, to netip.AddrPort) error {
	ip, port := to.Addr().As4(), int(to.Port())
	err := unix.Bind(sock, &unix.SockaddrInet4{Addr: ip, Port: port})
	narrateCall(0, err, "bind(%d, %s, 16)", sock, address(ip, port))
	if err != nil {
		return fmt.Errorf("bind %s: %w", to, err)
	}
	return nil
}

func listen(sock, backlog int) error {
	err := unix.Listen(sock, backlog)
	narrateCall(0, err, "listen(%d, %d)", sock, backlog)
	return os.NewSyscallError("listen", err)
}

// boundPort asks for the port that bind chose where it was told 0. Like accept,
// it is package syscall's: x/sys asks for the protocol in a second call, which
// strace would see and the narration would not have.
func boundPort(sock int) (int, error) {
	bound, err := syscall.Getsockname(sock)
	if err != nil {
		return 0, os.NewSyscallError("getsockname", err)
	}
	in := bound.(*syscall.SockaddrInet4)
	narrateCall(0, nil, "getsockname(%d, %s, %s)", sock, address(in.Addr, in.Port), addressSize)
	return in.Port, nil
}

// addressSize is the room for an address, and how much of it was used.
const addressSize = "[112 => 16]"

// accept takes the next connection out of the backlog.
func accept(sock int) (conn int, err error) {
	name, flags := "accept", ""
	if runtime.GOOS == "linux" {
		name, flags = "accept4", ", 0"
	}
	for {
		conn, peer, err := syscall.Accept(sock)
		if in, ok := peer.(*syscall.SockaddrInet4); ok {
			narrateCall(conn, err, "%s(%d, %s, %s%s)", name, sock, address(in.Addr, in.Port), addressSize, flags)
		} else {
			narrateCall(conn, err, "%s(%d, …, [112]%s)", name, sock, flags)
		}
		if err != unix.EINTR {
			return conn, err
		}
	}
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
// (close(2)), and its number may already be another socket's.
func closeSocket(fd int) {
	err := unix.Close(fd)
	narrateCall(0, err, "close(%d)", fd)
}
