//go:build unix && (!linux || race)

// On Linux these are for the race detector. It takes what one goroutine sends
// and another receives for an order between them, as it is, if the calls are
// those of package syscall.

package stream

import "syscall"

// recv receives what is there, without waiting.
func recv(fd uintptr, p []byte) (n int, err error) {
	for {
		if n, err = syscall.Read(int(fd), p); err != syscall.EINTR {
			return max(n, 0), err
		}
	}
}

// send sends what the socket takes, without waiting.
func send(fd uintptr, p []byte) (n int, err error) {
	for {
		// Some systems refuse a count beyond 31 bits.
		if n, err = syscall.Write(int(fd), p[:min(len(p), 1<<30)]); err != syscall.EINTR {
			return max(n, 0), err
		}
	}
}
