package http1

import (
	"strconv"
	"strings"
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
	r.body = r.in.Tell(r.Body, true)
}

// readCounted reads as many bytes as Content-Length says.
func (r *Response) readCounted() string {
	length, err := strconv.Atoi(r.Get("Content-Length"))
	if err != nil || length < 0 || length > maxBody {
		r.FailField("Content-Length", "wanted a number of bytes")
	}
	body, err := r.in.Next(length)
	if err != nil {
		r.in.Tell(body, true)
		r.in.Fail(err, "wanted %d bytes of body, as Content-Length says; received %d", length, len(body))
	}
	return body
}

// readRemaining reads up to the close.
func (r *Response) readRemaining() string {
	body, err := r.in.All(maxBody)
	if err != nil {
		r.in.Tell(body, true)
		r.in.Fail(err, "wanted the close that ends a body without Content-Length")
	}
	return body
}

// readChunks reads a body in chunks (RFC 9112, section 7.1), trailers included.
func (r *Response) readChunks() string {
	var body strings.Builder
	for {
		line := r.readChunkLine()
		digits, _, _ := strings.Cut(line, ";")
		size, err := strconv.ParseUint(digits, 16, 31)
		if err != nil {
			r.in.Tell(line, false).Fail(0, "wanted a chunk's size in hexadecimal digits")
		}
		if size == 0 {
			break
		}
		chunk, err := r.in.Next(int(size) + 2)
		if err != nil {
			r.in.Fail(err, "wanted the rest of a chunk of %d bytes", size)
		}
		body.WriteString(chunk[:size])
		if end := chunk[size:]; end != "\r\n" {
			r.in.Tell(end, false).Fail(0, `wanted "\r\n" behind the chunk`)
		}
	}
	for r.readChunkLine() != "" {
	}
	return body.String()
}

func (r *Response) readChunkLine() string {
	line, err := r.in.Until("\n", maxHead)
	if err != nil {
		r.in.Fail(err, "wanted the next chunk")
	}
	return strings.TrimRight(line, "\r\n")
}
