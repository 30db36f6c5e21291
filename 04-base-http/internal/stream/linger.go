package stream

import (
	"errors"
	"os"
	"time"
)

// Linger sends what is buffered and ends the stream to the client, before the
// connection is closed. A close while input is unread, or before more of it
// arrives, resets the connection, and a reset destroys what the client has not
// read yet (RFC 9112, 9.6). So what the client sends is taken and dropped,
// until it ends its stream, too, or, when wait is over, has acknowledged
// everything, which is assumed where nobody tells. Linger returns the error of
// sending, one that is an [os.ErrDeadlineExceeded] if the client has stalled.
func (r *Reader) Linger(wait time.Duration) error {
	if err := r.out.Flush(); err != nil {
		return err
	}
	conn, ok := r.conn.(interface{ CloseWrite() error })
	if !ok || conn.CloseWrite() != nil {
		return nil
	}
	for taken := newProgress(r.conn); ; {
		r.conn.SetReadDeadline(time.Now().Add(wait))
		if err := r.discardAll(); !errors.Is(err, os.ErrDeadlineExceeded) {
			return nil // the client has ended, one way or another
		}
		stalled := taken.stalled(r.out.timeout)
		if taken.queue == 0 {
			return nil
		}
		if stalled != nil {
			return stalled
		}
	}
}

// discardAll reads to the client's end, or to a deadline.
func (r *Reader) discardAll() error {
	for {
		r.Discard(len(r.Buffered()))
		if err := r.Fill(); err != nil {
			return err
		}
	}
}
