package socketserver

import (
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"
)

// The pause after a failed accept: doubled each time, up to the longest.
const (
	shortestPause = 5 * time.Millisecond
	longestPause  = time.Second
)

// accept waits for a connection. A process out of descriptors keeps its
// clients waiting in the backlog until one is free: the listener stays
// readable meanwhile, so calling accept at once again would only spin. Who keeps
// files open that it could do without closes them now (ReleaseFiles).
func (s *TCPServer) accept() (net.Conn, error) {
	for pause := shortestPause; ; pause = min(2*pause, longestPause) {
		request, err := s.Listener.Accept()
		if err == nil || !isTemporary(err) {
			return request, err
		}
		if pause == shortestPause {
			fmt.Fprintf(s.Log, "%v; waiting\n", err)
		}
		if s.ReleaseFiles != nil {
			s.ReleaseFiles()
		}
		select {
		case <-time.After(pause):
		case <-s.stopped:
			return nil, net.ErrClosed
		}
	}
}

// isTemporary reports whether accept may succeed later, which is so with every
// error of the system: the process or the system is out of something, or a
// connection was reset while it waited. accept(2) and Winsock have a dozen
// numbers for these. A closed listener's error has none.
func isTemporary(err error) bool {
	var errno syscall.Errno
	return errors.As(err, &errno)
}
