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

const (
	// patienceInTheDark is how many times longer a client may seem to take
	// nothing where the kernel does not tell what it has acknowledged.
	patienceInTheDark = 5
	// patienceWithShutWindow is how many times longer a client may take nothing
	// whose kernel answers, and has no room. Its program may be reading all the
	// time: Linux opens a window that was shut only when a sixteenth of the
	// receive buffer is free, and of 32 MB that takes 20 kB/s 100 seconds. Who
	// wants to keep a connection for nothing can take a byte now and then, so
	// waiting gives nobody what he could not have had before.
	patienceWithShutWindow = 20
)

// progress is what a client was last seen to take.
type progress struct {
	conn  net.Conn
	queue int       // bytes that are not acknowledged; -1 if not looked at yet
	since time.Time // when that last changed
}

func newProgress(conn net.Conn) progress { return progress{conn, -1, time.Now()} }

// stalled looks once more, and returns an error if nothing has changed for
// timeout, or for longer where there is a reason to wait.
func (p *progress) stalled(timeout time.Duration) error {
	queue, known := unacknowledged(p.conn)
	switch {
	case queue != p.queue:
		p.queue, p.since = queue, time.Now()
		return nil
	case !known:
		timeout *= patienceInTheDark
	case answers(p.conn, time.Since(p.since)):
		timeout *= patienceWithShutWindow
	}
	if time.Since(p.since) < timeout {
		return nil
	}
	return &stalledError{timeout}
}

// watch looks at a client now and then while a write waits for it, and makes
// the write fail if the client has stalled.
type watch struct {
	timeout time.Duration

	mu       sync.Mutex // guards what follows
	progress progress
	timer    *time.Timer
	cut      error // why the write was made to fail; nil: it was not
	over     bool  // it has returned
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
	if w.over {
		return
	}
	if w.cut = w.progress.stalled(w.timeout); w.cut != nil {
		w.progress.conn.SetWriteDeadline(time.Unix(1, 0)) // any time that is past
		return
	}
	w.timer.Reset(w.timeout / 4)
}

// end is called when the write has returned with err. It returns what is to
// be reported.
func (w *watch) end(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	w.timer.Stop()
	if w.cut != nil {
		return w.cut
	}
	return err
}
