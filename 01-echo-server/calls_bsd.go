//go:build unix && !linux

package main

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// accept takes the next connection out of the backlog.
func accept(sock int) (conn int, err error) {
	for {
		conn, peer, err := unix.Accept(sock)
		if err == nil {
			narrateCall(conn, nil, "accept(%d, %s, [16])", sock, address(peer))
		} else {
			narrateCall(-1, err, "accept(%d, …, [16])", sock)
		}
		if err != unix.EINTR {
			return conn, err
		}
	}
}

// boundPort asks for the port that bind chose where it was told 0.
func boundPort(sock int) (int, error) {
	bound, err := unix.Getsockname(sock)
	if err != nil {
		return 0, os.NewSyscallError("getsockname", err)
	}
	narrateCall(0, nil, "getsockname(%d, %s, [16])", sock, address(bound))
	return bound.(*unix.SockaddrInet4).Port, nil
}

// pollCall is how strace would write the call that unix.Poll makes: poll(2).
func pollCall(fds []unix.PollFd, timeout int) string {
	return fmt.Sprintf("poll(%s, %d, %d)", watchedFor(fds), len(fds), timeout)
}
