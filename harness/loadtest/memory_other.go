//go:build !linux

package loadtest

import "errors"

// Idle reads another process's memory from /proc, which only Linux has.
func Idle(w Workload, server *Server, connections int) (kib float64, err error) {
	return 0, errors.ErrUnsupported
}
