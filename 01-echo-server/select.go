//go:build unix

package main

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// forever is poll's timeout for no timeout.
const forever = -1

// A selector is all that one thread needs to serve many connections: it waits
// in poll for any of them, and no other call may wait.
//
// The article's closing words name select(2). poll(2) is the same idea without
// its trap: select's sets are bit maps of FD_SETSIZE bits, and a descriptor
// from 1024 upwards is written past their end.
type selector struct {
	watched []unix.PollFd    // the listening socket, then each connection
	unsent  map[int32][]byte // what a short send has left to do, by connection
	buffer  []byte
	noDelay bool
}

// serveSelect differs from serveBlocking in how it waits.
func serveSelect(o options) error {
	sock, err := openListener(o)
	if err != nil {
		return err
	}
	// A connection may be reset between poll and accept, and accept would then
	// wait for the next one while all the others wait for it (accept(2)).
	if err := setNonblock(sock); err != nil {
		return err
	}
	s := &selector{
		watched: []unix.PollFd{{Fd: int32(sock), Events: unix.POLLIN}},
		unsent:  make(map[int32][]byte),
		buffer:  make([]byte, o.buffer),
		noDelay: o.noDelay,
	}
	for timeout := forever; ; {
		enter("poll")
		if err := poll(s.watched, timeout); err != nil {
			return err
		}
		timeout = s.serveReady()
	}
}

// serveReady does what can be done now on each descriptor that poll found, and
// returns the timeout for the next poll, in milliseconds.
func (s *selector) serveReady() (timeout int) {
	for i := 1; i < len(s.watched); i++ {
		if c := &s.watched[i]; c.Revents != 0 && !s.serve(c) {
			closeSocket(int(c.Fd))
			delete(s.unsent, c.Fd)
			c.Fd = -1
		}
	}
	s.watched = slices.DeleteFunc(s.watched, func(c unix.PollFd) bool { return c.Fd < 0 })

	s.watched[0].Events, timeout = unix.POLLIN, forever
	if s.watched[0].Revents != 0 && !s.accept(int(s.watched[0].Fd)) {
		// poll would report the waiting connection again and again: look away
		// until something happens elsewhere, a second at most.
		s.watched[0].Events, timeout = 0, int(retryAccept.Milliseconds())
	}
	return timeout
}

// accept takes one connection out of the backlog; poll reports the next one. It
// returns false if there is no descriptor for it.
func (s *selector) accept(sock int) bool {
	conn, err := accept(sock)
	if err == unix.EAGAIN {
		return true // it was reset before we came
	}
	if err != nil {
		say("Server Accept Error: %v", err)
		return false
	}
	if err := setNonblock(conn); err != nil {
		closeSocket(conn)
		return true
	}
	if s.noDelay {
		setNoDelay(conn)
	}
	s.watched = append(s.watched, unix.PollFd{Fd: int32(conn), Events: unix.POLLIN})
	return true
}

// serve receives once, and sends what came. Where the client does not take it,
// the rest waits for POLLOUT, and nothing more is read from this client until
// then. It returns false when the connection is over.
func (s *selector) serve(c *unix.PollFd) bool {
	data := s.unsent[c.Fd]
	if data == nil {
		n, err := recv(int(c.Fd), s.buffer)
		if err == unix.EAGAIN {
			return true
		}
		if err != nil {
			say("Server Recv Error: %v", err)
			return false
		}
		if n == 0 {
			say("Server Recv Over")
			return false
		}
		data = s.buffer[:n]
		say("Server Recv Data: %v", text(data))
	}
	n, err := send(int(c.Fd), data)
	if err != nil && err != unix.EAGAIN {
		say("Server Send Error: %v", err)
		return false
	}
	n = max(n, 0) // -1 with EAGAIN
	if n > 0 {
		say("Server Send Data: %v", text(data[:n]))
	}
	if n < len(data) {
		s.unsent[c.Fd], c.Events = bytes.Clone(data[n:]), unix.POLLOUT
	} else {
		delete(s.unsent, c.Fd)
		c.Events = unix.POLLIN
	}
	return true
}

// poll waits until one of the descriptors is ready, or for timeout
// milliseconds, and leaves in Revents what each is ready for.
func poll(fds []unix.PollFd, timeout int) error {
	for {
		n, err := unix.Poll(fds, timeout)
		narratePoll(fds, timeout, n, err)
		if err != unix.EINTR {
			return err
		}
	}
}

// narratePoll narrates poll as strace writes it: what each descriptor is watched
// for, and after it those that have something.
func narratePoll(fds []unix.PollFd, timeout, n int, err error) {
	if narration.silent {
		return
	}
	watched := pollList(fds, "events", func(fd unix.PollFd) int16 { return fd.Events })
	call := fmt.Sprintf("poll(%s, %d, %d)", watched, len(fds), timeout)
	if runtime.GOOS == "linux" {
		limit := "NULL"
		if timeout != forever {
			limit = fmt.Sprintf("{tv_sec=%d, tv_nsec=%d}", timeout/1000, timeout%1000*1e6)
		}
		call = fmt.Sprintf("ppoll(%s, %d, %s, NULL, 0)", watched, len(fds), limit)
	}
	switch {
	case err != nil:
		narrateCall(n, err, "%s", call)
	case n == 0:
		returned(call, "0 (Timeout)")
	default:
		ready := slices.DeleteFunc(slices.Clone(fds), func(fd unix.PollFd) bool { return fd.Revents == 0 })
		found := pollList(ready, "revents", func(fd unix.PollFd) int16 { return fd.Revents })
		returned(call, fmt.Sprintf("%d (%s)", n, found))
	}
}

var pollFlags = []struct {
	bit  int16
	name string
}{
	{unix.POLLIN, "POLLIN"}, {unix.POLLOUT, "POLLOUT"}, {unix.POLLERR, "POLLERR"},
	{unix.POLLHUP, "POLLHUP"}, {unix.POLLNVAL, "POLLNVAL"},
}

// pollList is an array of descriptors, each with the names of its events.
func pollList(fds []unix.PollFd, field string, events func(unix.PollFd) int16) string {
	var shown []string
	for i, fd := range fds {
		if i == maxShown {
			shown = append(shown, "...")
			break
		}
		names := "0"
		for _, flag := range pollFlags {
			if events(fd)&flag.bit != 0 {
				names = strings.TrimPrefix(names+"|", "0|") + flag.name
			}
		}
		shown = append(shown, fmt.Sprintf("{fd=%d, %s=%s}", fd.Fd, field, names))
	}
	return "[" + strings.Join(shown, ", ") + "]"
}
