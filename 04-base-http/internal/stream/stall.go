package stream

import (
	"fmt"
	"net"
	"os"
	"sync"
	"time"
)

// A client may be as slow as it likes, but it may not stop. Whether the socket
// is writable does not tell one from the other: Linux says so only when a third
// of the send buffer is free, and of 4 MB that takes a client at 20 kB/s more
// than a minute. What tells is how much its kernel has acknowledged.

// stalledError is what writing fails with when a client has stopped.
type stalledError struct{ timeout time.Duration }

func (e *stalledError) Error() string {
	return fmt.Sprintf("the client has acknowledged nothing for %v", e.timeout)
}

// Unwrap makes it one of the errors that report a timeout.
func (e *stalledError) Unwrap() error { return os.ErrDeadlineExceeded }

// patienceInTheDark is how many times longer a client may seem to take nothing
// where the kernel does not tell what it has acknowledged.
const patienceInTheDark = 5

// progress is what a client was last seen to take.
type progress struct {
	conn  net.Conn
	queue int       // bytes that are not acknowledged; -1 if not looked at yet
	since time.Time // when that last changed
}

func newProgress(conn net.Conn) progress { return progress{conn, -1, time.Now()} }

// stalled looks once more, and reports whether nothing has changed for timeout.
func (p *progress) stalled(timeout time.Duration) bool {
	queue, known := unacknowledged(p.conn)
	if queue != p.queue {
		p.queue, p.since = queue, time.Now()
		return false
	}
	if !known {
		timeout *= patienceInTheDark
	}
	return time.Since(p.since) >= timeout
}

// watch looks at a client now and then while a write waits for it, and makes
// the write fail if the client has stalled.
type watch struct {
	timeout time.Duration

	mu       sync.Mutex // guards what follows
	progress progress
	timer    *time.Timer
	cut      bool // the write was made to fail
	over     bool // it has returned
}

func startWatch(conn net.Conn, timeout time.Duration) *watch {
	w := &watch{timeout: timeout, progress: newProgress(conn)}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.timer = time.AfterFunc(timeout/4, w.look)
	return w
}

func (w *watch) look() {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.over:
	case w.progress.stalled(w.timeout):
		w.cut = true
		w.progress.conn.SetWriteDeadline(time.Unix(1, 0)) // any time that is past
	default:
		w.timer.Reset(w.timeout / 4)
	}
}

// end is called when the write has returned with err. It returns what is to
// be reported.
func (w *watch) end(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	w.timer.Stop()
	if w.cut {
		return &stalledError{w.timeout}
	}
	return err
}
