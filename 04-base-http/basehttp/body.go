package basehttp

import (
	"cmp"
	"errors"
	"io"
	"math"
	"time"
)

// MaxDrain is how much of a body that no handler has read is read to get to
// the request behind it, in bytes, and with the framing of chunks. It is
// cheaper to close the connection than to read more.
const MaxDrain = 256 << 10

var errUndrained = errors.New("the rest of the body is too long to be read")

// unframed is the length of a body of which nobody knows where it ends.
const unframed = math.MaxInt64

// body is the body of the current request: Rfile.
type body struct {
	handler   *RequestHandler
	remaining int64 // bytes left, of the whole or of one chunk
	chunked   bool
	inChunk   bool  // a chunk has begun, and not ended with its CRLF
	awaited   bool  // the client waits for 100 Continue to send it
	excess    int   // bytes of framing beyond what chunks of this size need
	budget    int64 // bytes that may be read, with framing
	trailers  Headers
	err       error // io.EOF, or what broke it
}

// Read implements io.Reader. Each piece has a deadline of its own: an upload
// may take its time, but not stop.
func (b *body) Read(p []byte) (int, error) {
	if b.err == nil && b.budget < 0 {
		b.err = errUndrained
	}
	if b.err == nil && b.remaining == 0 {
		b.err = b.nextPart()
	}
	if b.err != nil || len(p) == 0 {
		return 0, b.err
	}
	in := b.handler.in
	if len(in.Buffered()) == 0 {
		b.setDeadline()
	}
	n, err := in.Read(p[:min(int64(len(p)), b.remaining)])
	b.remaining -= int64(n)
	b.budget -= int64(n)
	b.err = cutShort(err)
	return n, b.err
}

// nextPart goes on to the next chunk, or returns io.EOF if there is none.
func (b *body) nextPart() error {
	if b.chunked {
		return b.nextChunk()
	}
	return io.EOF
}

// setDeadline sets the one that the method has set, or one for the next piece.
func (b *body) setDeadline() {
	h := b.handler
	for {
		deadline := h.readDeadline.Load()
		if deadline != nil && !deadline.IsZero() {
			h.Request.SetReadDeadline(*deadline)
		} else {
			h.setReadTimeout(cmp.Or(h.server.BodyTimeout, BodyTimeout))
		}
		if h.readDeadline.Load() == deadline {
			return // and no other was set meanwhile
		}
	}
}

// SetReadDeadline sets the time by which what is left of the request's body has
// to be read, in place of a time for each piece of it. It may be called while
// another goroutine reads Rfile (see SeparateStreams).
func (h *RequestHandler) SetReadDeadline(t time.Time) error {
	h.readDeadline.Store(&t)
	return h.Request.SetReadDeadline(t)
}

// SetWriteDeadline sets the time after which writing the response fails, which
// ends the connection, however much its client acknowledges.
func (h *RequestHandler) SetWriteDeadline(t time.Time) error {
	h.writeDeadline = true
	return h.Request.SetWriteDeadline(t)
}

// SeparateStreams lets another goroutine read Rfile, from now to the end of the
// request, while the method writes to Wfile. Before it waits, Rfile no longer
// flushes Wfile then, and EndHeaders does not ask how much of the body is left
// where CloseConnection is true already.
func (h *RequestHandler) SeparateStreams() { h.in.Separate(true) }

// Trailers are the header lines behind a body in chunks, once Rfile has returned
// io.EOF. None of them has changed what the request means.
func (h *RequestHandler) Trailers() Headers { return h.body.trailers }

// cutShort is the error of a body that ends before its end.
func cutShort(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// finished reports whether all of the body is read.
func (b *body) finished() bool {
	return b.err == io.EOF || b.err == nil && b.remaining == 0 && !b.chunked
}

// drainable reports whether it is worth reading the rest to get to the next
// request.
func (b *body) drainable() bool {
	return b.finished() || !b.awaited && b.err == nil && b.remaining <= MaxDrain
}

// drain reads what is left of the body, up to MaxDrain.
func (b *body) drain() error {
	if b.finished() {
		return nil
	}
	b.budget = MaxDrain
	_, err := io.Copy(io.Discard, b)
	return err
}
