//go:build unix

// Package queue makes listeners with a queue of a length of your choice, which
// package net chooses itself.
package queue

import "golang.org/x/sys/unix"

// Listen listens at a free port of 127.0.0.1 and returns it. net.Listen would
// choose the backlog itself; the socket stays open until the program ends.
func Listen(backlog int) (port int, err error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return 0, err
	}
	if err := unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return 0, err
	}
	if err := unix.Listen(fd, backlog); err != nil {
		return 0, err
	}
	address, err := unix.Getsockname(fd)
	if err != nil {
		return 0, err
	}
	return address.(*unix.SockaddrInet4).Port, nil
}
