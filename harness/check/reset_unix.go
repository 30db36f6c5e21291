//go:build unix

package check

import (
	"errors"
	"syscall"
)

// isReset reports whether err means that the other side has sent RST.
func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
