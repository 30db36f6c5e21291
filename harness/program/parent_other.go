//go:build unix && !linux

package program

import "syscall"

// endWithParent does nothing: this system offers no such thing.
func endWithParent(*syscall.SysProcAttr) {}
