//go:build unix && !linux

package main

import "syscall"

// nonblock opens a FIFO without waiting until somebody opens it for writing;
// for regular files it means nothing.
const nonblock = syscall.O_NONBLOCK
