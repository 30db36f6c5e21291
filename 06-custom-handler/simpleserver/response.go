package simpleserver

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// heldBack is how many bytes of a body wait for the application to return
// before the head is sent. A shorter body gets a Content-Length that way, and
// leaves with its head in one write.
const heldBack = 2048

// errOver is what writing to a response gives when its request is over.
var errOver = errors.New("simpleserver: the handler that this response was for has returned")

// response is what the application writes to. It decides how the body is
// framed: by the length that the application declared, by the length of a
// short body, or in chunks (RFC 9112, section 6.3).
type response struct {
	handler     *RequestHandler
	ctx         context.Context // ends with the request, and when the client goes
	requestBody *requestBody
	header      http.Header // the application's; trailers are read from it at the end

	mu      sync.Mutex  // guards what follows, and the handler's Wfile
	over    bool        // the request is; the connection is another one's now
	status  int         // 0 until WriteHeader
	head    http.Header // what header was at WriteHeader; later changes come too late
	body    []byte      // held back; nil once the head is sent
	sent    bool        // the head is
	length  int64       // declared by the application; −1 if it was not
	written int64       // bytes of the body that the application wrote, or tried to
	chunked bool
}

var (
	_ http.ResponseWriter = (*response)(nil)
	_ http.Flusher        = (*response)(nil)
	// What http.ResponseController asks for.
	_ interface {
		FlushError() error
		SetReadDeadline(time.Time) error
		SetWriteDeadline(time.Time) error
		EnableFullDuplex() error
	} = (*response)(nil)
)

func newResponse(h *RequestHandler) *response {
	return &response{handler: h, header: make(http.Header), length: -1}
}

// Header returns the header that WriteHeader will send.
func (r *response) Header() http.Header { return r.header }

// WriteHeader takes the status of the response and, with it, the header as it
// is now. 1xx statuses are sent at once and are followed by another.
func (r *response) WriteHeader(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.writeHeader(status)
}

func (r *response) writeHeader(status int) {
	switch {
	case status < 100 || status > 999:
		panic(fmt.Sprintf("invalid status code %d", status))
	case r.over:
	case r.status != 0:
		r.handler.LogError("superfluous WriteHeader")
	case status < 200 && status != http.StatusSwitchingProtocols:
		r.sendInformational(status)
	default:
		r.status, r.head = status, r.header.Clone()
		r.length = declaredLength(r.head)
	}
}

// declaredLength returns the Content-Length of header, and −1, removing it,
// if it is no length.
func declaredLength(header http.Header) int64 {
	length, err := strconv.ParseUint(header.Get("Content-Length"), 10, 63)
	if err != nil {
		header.Del("Content-Length")
		return -1
	}
	return int64(length)
}

// Write sends p as the next part of the body. Errors: [http.ErrBodyNotAllowed]
// for a status without a body, [http.ErrContentLength] past the declared
// length, the connection's, or another one when the handler has returned.
func (r *response) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.over:
		return 0, errOver
	case r.status == 0:
		r.writeHeader(http.StatusOK)
	}
	if !bodyAllowed(r.status) {
		return 0, http.ErrBodyNotAllowed
	}
	r.written += int64(len(p))
	if r.length >= 0 && r.written > r.length {
		return 0, http.ErrContentLength
	}
	if !r.sent && len(r.body)+len(p) <= heldBack {
		r.body = append(r.body, p...)
		return len(p), nil
	}
	if err := r.sendHeld(p); err != nil {
		return 0, err
	}
	return len(p), r.send(p)
}

// FlushError sends what was written so far.
func (r *response) FlushError() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.over:
		return errOver
	case r.status == 0:
		r.writeHeader(http.StatusOK)
	}
	if err := r.sendHeld(nil); err != nil {
		return err
	}
	return r.handler.Wfile.Flush()
}

// Flush is FlushError for applications that know only [http.Flusher].
func (r *response) Flush() { r.FlushError() }

// SetReadDeadline sets the time by which the request's body has to be read.
func (r *response) SetReadDeadline(t time.Time) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over {
		return errOver
	}
	return r.handler.SetReadDeadline(t)
}

// SetWriteDeadline sets the time by which the response has to be sent.
func (r *response) SetWriteDeadline(t time.Time) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over {
		return errOver
	}
	return r.handler.SetWriteDeadline(t)
}

// EnableFullDuplex has nothing to do: the body may be read to its end while the
// response is written, and after.
func (r *response) EnableFullDuplex() error { return nil }

// CloseNotify is how applications were told before contexts that their client
// has gone.
func (r *response) CloseNotify() <-chan bool {
	gone := make(chan bool, 1)
	context.AfterFunc(r.ctx, func() { gone <- true })
	return gone
}

// finish ends the response when the application has returned.
func (r *response) finish() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.status == 0 {
		r.writeHeader(http.StatusOK)
	}
	head := r.handler.Command == "HEAD"
	if !r.sent && r.length < 0 && bodyAllowed(r.status) && !r.hasTrailers() && !(head && len(r.body) == 0) {
		r.length = r.written
		r.head.Set("Content-Length", strconv.FormatInt(r.length, 10))
	}
	r.sendHeld(nil)
	if r.chunked {
		r.sendLastChunk()
	}
	// A client that was promised more would take the next response for it, and
	// an application that has miscounted may do so again.
	if r.length >= 0 && r.written != r.length && !head && bodyAllowed(r.status) {
		r.handler.CloseConnection = true
	}
}

// end takes the connection from the application, which may have kept the
// response, or passed it on.
func (r *response) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.over = true
}

// sendHeld sends the head, if it is not sent, and the body that waited for it.
// next is what will follow; an unnamed type is guessed from both.
func (r *response) sendHeld(next []byte) error {
	if r.sent {
		return nil
	}
	if len(r.body) > 0 {
		next = r.body
	}
	r.sendHead(next)
	held := r.body
	r.sent, r.body = true, nil
	return r.send(held)
}

// send sends p, framed as the head said.
func (r *response) send(p []byte) error {
	if len(p) == 0 || r.handler.Command == "HEAD" {
		return nil
	}
	if r.chunked {
		return r.sendChunk(p)
	}
	_, err := r.handler.Wfile.Write(p)
	return err
}

// bodyAllowed reports whether a response of this status may have a body (RFC
// 9110, section 6.4.1).
func bodyAllowed(status int) bool {
	return status >= 200 && status != http.StatusNoContent && status != http.StatusNotModified
}
