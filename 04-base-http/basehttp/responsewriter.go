package basehttp

import (
	"errors"
	"io"

	"example.com/socket-tutorial/04-base-http/internal/stream"
	"example.com/socket-tutorial/04-base-http/socketserver"
)

// ErrContentLength is what Write returns for bytes beyond the Content-Length
// that was sent. They would be taken for the next response.
var ErrContentLength = errors.New("more was written than Content-Length announced")

// ResponseWriter writes the body of one response, and holds it to what the
// head has said of its length. It is a handler's Wfile.
type ResponseWriter struct {
	out        *stream.Writer
	mark       int64 // out.Written when the response began
	status     int
	started    bool  // the status line was written
	connection bool  // a Connection header was sent
	framed     bool  // a header that tells the body's end was sent
	length     int64 // Content-Length, or unframed
	ended      bool  // the head is complete
	bodiless   bool  // there is no body, as in a response to HEAD
	remaining  int64 // of the body, once the head is complete
}

var _ socketserver.BufferedWriter = (*ResponseWriter)(nil)

// begin prepares for the next response on the connection.
func (w *ResponseWriter) begin() {
	*w = ResponseWriter{out: w.out, mark: w.out.Written(), length: unframed, remaining: unframed}
}

// short reports whether the body ended before the Content-Length that was sent.
func (w *ResponseWriter) short() bool { return w.length != unframed && w.remaining > 0 && !w.bodiless }

// begun reports whether the response was, be it that none of it could be sent.
func (w *ResponseWriter) begun() bool { return w.started || w.out.Written() > w.mark }

// rewind takes the response back, if nothing of it was sent yet.
func (w *ResponseWriter) rewind() bool {
	if !w.out.Rewind(w.mark) {
		return false
	}
	w.begin()
	return true
}

// head writes a part of the head. A head after the head would be a second
// response to one request, and is dropped.
func (w *ResponseWriter) head(parts ...string) {
	if w.ended {
		return
	}
	b := w.out.AvailableBuffer()
	for _, part := range parts {
		b = append(b, part...)
	}
	w.out.Write(b)
}

// interim reports whether another response follows this one, as 200 does 100.
// None follows 101, after which there is no more HTTP.
func (w *ResponseWriter) interim() bool {
	return w.status >= 100 && w.status < 200 && w.status != 101
}

// endInterim ends the head of such a response, which is all of it. What it said
// is forgotten with it.
func (w *ResponseWriter) endInterim() {
	w.head("\r\n")
	w.begin()
}

// endHead ends the head of the response to command.
func (w *ResponseWriter) endHead(command string) {
	w.head("\r\n")
	if !w.ended {
		w.ended = true
		w.remaining = w.length
		w.bodiless = bodiless(command, w.status)
	}
}

// bodiless reports whether a response has no body, whatever its headers say
// (RFC 9112, 6.3).
func bodiless(command string, status int) bool {
	return command == "HEAD" || status == 101 || status == 204 || status == 304
}

// Write writes a part of the body. Where there can be none, as in a response to
// HEAD, it is dropped, so that a handler may treat HEAD as GET.
func (w *ResponseWriter) Write(p []byte) (int, error) {
	if w.bodiless {
		return len(p), nil
	}
	n, err := w.out.Write(p[:min(int64(len(p)), w.remaining)])
	w.remaining -= int64(n)
	if err == nil && n < len(p) {
		err = ErrContentLength
	}
	return n, err
}

// WriteString is Write for a string.
func (w *ResponseWriter) WriteString(s string) (int, error) {
	if w.bodiless {
		return len(s), nil
	}
	n, err := w.out.WriteString(s[:min(int64(len(s)), w.remaining)])
	w.remaining -= int64(n)
	if err == nil && n < len(s) {
		err = ErrContentLength
	}
	return n, err
}

// ReadFrom writes what src has, up to its end or that of the Content-Length.
// io.Copy and io.CopyN call it. A large file is sent by sendfile(2). Where there
// is no body, src is not read, and a limit that it has counts as reached.
func (w *ResponseWriter) ReadFrom(src io.Reader) (int64, error) {
	limited, ok := src.(*io.LimitedReader)
	if w.bodiless {
		if !ok {
			return 0, nil
		}
		n := limited.N
		limited.N = 0
		return n, nil
	}
	if !ok || limited.N > w.remaining {
		src = &io.LimitedReader{R: src, N: w.remaining}
	}
	n, err := w.out.ReadFrom(src)
	w.remaining -= n
	return n, err
}

// Flush sends what was written so far.
func (w *ResponseWriter) Flush() error { return w.out.Flush() }
