//go:build unix

package program

import "syscall"

// withoutReuse undoes the SO_REUSEADDR that package net sets on every listener,
// so that the bind fails as it would for a program that knows nothing of it.
func withoutReuse(_, _ string, conn syscall.RawConn) error {
	var failed error
	err := conn.Control(func(fd uintptr) {
		failed = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 0)
	})
	if err != nil {
		return err
	}
	return failed
}
