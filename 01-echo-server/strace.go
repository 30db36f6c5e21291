//go:build unix

package main

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// address is a socket address as strace writes it.
func address(sa unix.Sockaddr) string {
	in, ok := sa.(*unix.SockaddrInet4)
	if !ok {
		return "{…}"
	}
	return fmt.Sprintf(`{sa_family=AF_INET, sin_port=htons(%d), sin_addr=inet_addr("%s")}`,
		in.Port, netip.AddrFrom4(in.Addr))
}

// failure is the result of a call that failed: -1, the name of the error as
// errno(3) has it, and its text.
func failure(err error) string {
	errno, ok := err.(unix.Errno)
	if !ok {
		return "-1 " + err.Error()
	}
	words := errno.Error()
	return fmt.Sprintf("-1 %s (%s)", unix.ErrnoName(errno), strings.ToUpper(words[:1])+words[1:])
}

var pollFlags = []struct {
	bit  int16
	name string
}{
	{unix.POLLIN, "POLLIN"}, {unix.POLLOUT, "POLLOUT"}, {unix.POLLERR, "POLLERR"},
	{unix.POLLHUP, "POLLHUP"}, {unix.POLLNVAL, "POLLNVAL"},
}

func pollEvents(events int16) string {
	var names []string
	for _, flag := range pollFlags {
		if events&flag.bit != 0 {
			names = append(names, flag.name)
		}
	}
	if names == nil {
		return "0"
	}
	return strings.Join(names, "|")
}

// watchedFor is what poll is asked: each descriptor with its events.
func watchedFor(fds []unix.PollFd) string {
	var b strings.Builder
	for i, fd := range fds[:min(len(fds), maxShown)] {
		writePollFd(&b, i, fd.Fd, "events", fd.Events)
	}
	return list(&b, len(fds) > maxShown)
}

// readyWith is what poll answers: the descriptors that have something.
func readyWith(fds []unix.PollFd) string {
	var b strings.Builder
	shown := 0
	for _, fd := range fds {
		if fd.Revents == 0 {
			continue
		}
		if shown == maxShown {
			return list(&b, true)
		}
		writePollFd(&b, shown, fd.Fd, "revents", fd.Revents)
		shown++
	}
	return list(&b, false)
}

func writePollFd(b *strings.Builder, i int, fd int32, name string, events int16) {
	if i > 0 {
		b.WriteString(", ")
	}
	b.WriteString("{fd=" + strconv.Itoa(int(fd)) + ", " + name + "=" + pollEvents(events) + "}")
}

func list(elements *strings.Builder, more bool) string {
	if more {
		elements.WriteString(", ...")
	}
	return "[" + elements.String() + "]"
}
