package endpoint

import "golang.org/x/sys/unix"

// Thread returns the id of the calling thread.
func Thread() int { return unix.Gettid() }

// noSignal: a reset connection is an error of the call and not SIGPIPE.
const noSignal = unix.MSG_NOSIGNAL
