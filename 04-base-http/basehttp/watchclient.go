package basehttp

import (
	"errors"
	"os"
	"time"
)

// WatchClient calls gone, from another goroutine, when the client ends or
// breaks the connection while a method works. It is for methods that wait for
// something else, and are to stop waiting when nobody waits for them.
//
// What the client sends next is read for this. So WatchClient returns nil as
// long as the body is not read to its end. The watch ends at the first byte of
// a next request, or when stop is called, as it must be before the method
// returns; stop waits for it to end.
func (h *RequestHandler) WatchClient(gone func()) (stop func()) {
	if !h.body.finished() {
		return nil
	}
	if len(h.in.Buffered()) > 0 {
		return func() {}
	}
	h.Request.SetReadDeadline(time.Time{})
	h.in.Separate(true)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := h.in.Fill(); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			gone()
		}
	}()
	return func() {
		h.Request.SetReadDeadline(time.Unix(1, 0)) // any time that is past
		<-ended
	}
}
