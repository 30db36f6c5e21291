package check

import (
	"errors"
	"syscall"
)

// isReset reports whether err means that the other side has sent RST: Winsock
// says WSAECONNABORTED where our own data was already on the way.
func isReset(err error) bool {
	const aborted = syscall.Errno(10053)
	return errors.Is(err, syscall.WSAECONNRESET) || errors.Is(err, aborted)
}
