package main

import "syscall"

// nonblock opens a FIFO without waiting until somebody opens it for writing. Where
// words have 32 bits, os.Root needs to be told that a file may be larger than 2 GiB.
const nonblock = syscall.O_NONBLOCK | syscall.O_LARGEFILE
