//go:build unix

package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

const defaultMode = "blocking"

// Windows has numbers of its own for these.
const (
	connectionRefused = unix.ECONNREFUSED
	connectionReset   = unix.ECONNRESET
)

// A blockingSocket is a file descriptor: each method makes one system call and
// sleeps in it for as long as it takes. A call that a signal interrupted is
// made again.
type blockingSocket int

// connectBlocking makes a socket and connects it.
func connectBlocking(host string, port int) (io.ReadWriteCloser, error) {
	where := net.JoinHostPort(host, strconv.Itoa(port))
	found, err := net.ResolveTCPAddr("tcp4", where) // the article's socket is AF_INET
	if err != nil {
		return nil, err
	}
	server := &unix.SockaddrInet4{Port: port}
	copy(server.Addr[:], found.IP.To4())

	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	narrateCall(fd, err, "socket(AF_INET, SOCK_STREAM, IPPROTO_IP)")
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	enter("connect")
	for {
		err := unix.Connect(fd, server)
		narrateCall(0, err, `connect(%d, {sa_family=AF_INET, sin_port=htons(%d), sin_addr=inet_addr("%s")}, 16)`,
			fd, port, net.IP(server.Addr[:]))
		// An interrupted connect goes on in the kernel, and BSD answers the
		// second call with EISCONN once it is done (connect(2)).
		if err == nil || errors.Is(err, unix.EISCONN) {
			return blockingSocket(fd), nil
		}
		if !errors.Is(err, unix.EINTR) {
			return nil, fmt.Errorf("connect %s: %w", found, err)
		}
	}
}

// Read receives what has come, at most a buffer, or io.EOF when the server has
// closed its end. On a socket read is recv without flags (recv(2)).
func (sock blockingSocket) Read(buffer []byte) (int, error) {
	enter("read")
	for {
		n, err := unix.Read(int(sock), buffer)
		switch {
		case err == nil && n == 0:
			narrateCall(n, nil, `read(%d, "", %d)`, int(sock), len(buffer))
			return 0, io.EOF
		case err == nil:
			narrateCall(n, nil, "read(%d, %v, %d)", int(sock), quoted(buffer[:n]), len(buffer))
			return n, nil
		}
		narrateCall(n, err, "read(%d, %p, %d)", int(sock), buffer, len(buffer))
		if err != unix.EINTR {
			return 0, os.NewSyscallError("read", err)
		}
	}
}

// Write sends what the kernel takes of data, which may be less than all.
func (sock blockingSocket) Write(data []byte) (int, error) {
	enter("write")
	for {
		n, err := unix.Write(int(sock), data)
		narrateCall(n, err, "write(%d, %v, %d)", int(sock), quoted(data), len(data))
		if err == nil {
			return n, nil
		}
		if err != unix.EINTR {
			return 0, os.NewSyscallError("write", err)
		}
	}
}

// Close is not repeated: the descriptor is gone even if a signal came
// (close(2)), and its number may already be another file's.
func (sock blockingSocket) Close() error {
	err := unix.Close(int(sock))
	narrateCall(0, err, "close(%d)", int(sock))
	return os.NewSyscallError("close", err)
}

// narrateCall narrates a call that has returned. A failed one has returned -1;
// strace adds the name of the error as errno(3) has it, and its text.
func narrateCall(result int, err error, format string, args ...any) {
	shown := strconv.Itoa(result)
	if errno, ok := err.(unix.Errno); ok {
		words := errno.Error()
		shown = fmt.Sprintf("-1 %s (%s)", unix.ErrnoName(errno), strings.ToUpper(words[:1])+words[1:])
	}
	returned(fmt.Sprintf(format, args...), shown)
}
