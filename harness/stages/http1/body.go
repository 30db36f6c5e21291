package http1

import (
	"strconv"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
)

// readBody reads the body by the framing that the header announces.
func (r *Response) readBody(method string) {
	switch {
	case method == "HEAD" || r.Status < 200 || r.Status == 204 || r.Status == 304:
		return
	case strings.EqualFold(r.Get("Transfer-Encoding"), "chunked"):
		r.Body = r.readChunks()
	case r.field("Content-Length") != nil:
		r.Body = r.readCounted()
	default:
		r.Body = r.readRemaining()
	}
	if r.broken == nil {
		r.body = r.in.Tell(r.Body, true)
	}
}

// whole ends the check where the body could not be read.
func (r *Response) whole() {
	if r.broken != nil {
		r.broken()
	}
}

// breaks keeps what is to be said where err came in place of the rest of a body;
// told is what has come, or empty.
func (r *Response) breaks(told string, err error, format lang.Format, args ...any) {
	r.broken = func() {
		if told != "" {
			r.in.Tell(told, true)
		}
		r.in.Fail(err, format, args...)
	}
}

// readCounted reads as many bytes as Content-Length says.
func (r *Response) readCounted() string {
	length, err := strconv.Atoi(r.Get("Content-Length"))
	if err != nil || length < 0 || length > maxBody {
		r.broken = func() { r.FailField("Content-Length", "wanted a number of bytes") }
		return ""
	}
	body, err := r.in.Next(length)
	if err != nil {
		r.breaks(body, err, "wanted %d bytes of body, as Content-Length says; received %d", length, len(body))
	}
	return body
}

// readRemaining reads up to the close.
func (r *Response) readRemaining() string {
	body, err := r.in.All(maxBody)
	if err != nil {
		r.breaks(body, err, "wanted the close that ends a body without Content-Length")
	}
	return body
}

// readChunks reads a body in chunks (RFC 9112, section 7.1), trailers included.
func (r *Response) readChunks() string {
	var body strings.Builder
	for {
		line, ok := r.readChunkLine()
		if !ok {
			return ""
		}
		digits, _, _ := strings.Cut(line, ";")
		size, err := strconv.ParseUint(digits, 16, 31)
		if err != nil {
			r.broken = func() { r.in.Tell(line, false).Fail(0, "wanted a chunk's size in hexadecimal digits") }
			return ""
		}
		if size == 0 {
			break
		}
		chunk, err := r.in.Next(int(size) + 2)
		if err != nil {
			r.breaks("", err, "wanted the rest of a chunk of %d bytes", size)
			return ""
		}
		body.WriteString(chunk[:size])
		if end := chunk[size:]; end != "\r\n" {
			r.broken = func() { r.in.Tell(end, false).Fail(0, `wanted "\r\n" behind the chunk`) }
			return ""
		}
	}
	for line, ok := "more", true; line != "" && ok; {
		line, ok = r.readChunkLine()
	}
	return body.String()
}

func (r *Response) readChunkLine() (line string, ok bool) {
	line, err := r.in.Until("\n", maxHead)
	if err != nil {
		r.breaks("", err, "wanted the next chunk")
	}
	return strings.TrimRight(line, "\r\n"), err == nil
}

// ToTheEnd reads what comes behind the head up to the close, whatever the header
// says about its length, and wants that close.
func (r *Response) ToTheEnd() check.Received {
	body, err := r.in.All(maxBody)
	rest := r.in.Tell(body, true)
	if err != nil {
		r.in.FailUnclosed(err)
	}
	return rest
}
