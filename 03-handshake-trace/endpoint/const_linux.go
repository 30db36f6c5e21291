package endpoint

import "golang.org/x/sys/unix"

// futex is the call in which Go's runtime lets a thread wait for its turn.
const futex = unix.SYS_FUTEX

// Thread returns the id of the calling thread.
func Thread() int { return unix.Gettid() }

// noSignal: a reset connection is an error of the call and not SIGPIPE.
const noSignal = unix.MSG_NOSIGNAL
