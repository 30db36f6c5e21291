//go:build unix

package main

import "syscall"

const defaultMode = "blocking"

// Windows has numbers of its own for these.
const (
	addressInUse   = syscall.EADDRINUSE
	addressNotHere = syscall.EADDRNOTAVAIL
)
