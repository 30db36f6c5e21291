package main

import (
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// unix.Accept and unix.Getsockname make a getsockopt of their own after each
// call, to learn which protocol the address belongs to. Here it is IPv4, and
// the narration shows every call: these two are made without it.
func callForAddress(trap uintptr, fd int) (result int, from *unix.SockaddrInet4, err error) {
	var raw unix.RawSockaddrInet4
	size := uint32(unix.SizeofSockaddrInet4)
	r, _, errno := unix.Syscall6(trap, uintptr(fd), uintptr(unsafe.Pointer(&raw)), uintptr(unsafe.Pointer(&size)), 0, 0, 0)
	if errno != 0 {
		return -1, nil, errno
	}
	port := (*[2]byte)(unsafe.Pointer(&raw.Port)) // in network byte order
	return int(r), &unix.SockaddrInet4{Port: int(port[0])<<8 | int(port[1]), Addr: raw.Addr}, nil
}

// accept takes the next connection out of the backlog.
func accept(sock int) (conn int, err error) {
	for {
		conn, peer, err := callForAddress(unix.SYS_ACCEPT4, sock)
		if err == nil {
			narrateCall(conn, nil, "accept4(%d, %s, [16], 0)", sock, address(peer))
		} else {
			narrateCall(-1, err, "accept4(%d, …, [16], 0)", sock)
		}
		if err != unix.EINTR {
			return conn, err
		}
	}
}

// boundPort asks for the port that bind chose where it was told 0.
func boundPort(sock int) (int, error) {
	_, bound, err := callForAddress(unix.SYS_GETSOCKNAME, sock)
	if err != nil {
		return 0, os.NewSyscallError("getsockname", err)
	}
	narrateCall(0, nil, "getsockname(%d, %s, [16])", sock, address(bound))
	return bound.Port, nil
}

// pollCall is how strace writes the call that unix.Poll makes: ppoll(2).
func pollCall(fds []unix.PollFd, timeout int) string {
	limit := "NULL"
	if timeout != forever {
		limit = fmt.Sprintf("{tv_sec=%d, tv_nsec=%d}", timeout/1000, timeout%1000*1e6)
	}
	return fmt.Sprintf("ppoll(%s, %d, %s, NULL, 0)", watchedFor(fds), len(fds), limit)
}
