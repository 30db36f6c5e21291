//go:build !linux

package loadtest

import (
	"errors"
	"time"
)

// cpuTime needs a clock of another process, which only Linux offers.
func cpuTime(pid int) (time.Duration, error) {
	return 0, errors.ErrUnsupported
}
