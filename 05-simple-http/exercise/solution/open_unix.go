//go:build unix

package main

import "syscall"

// nonblock opens a FIFO that nobody writes to without waiting for somebody who
// does; regular files do not know it.
const nonblock = syscall.O_NONBLOCK
