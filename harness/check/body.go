package check

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
)

// readBody reads the body by the framing that the header announces.
func (r *Response) readBody(method string) {
	switch {
	case method == "HEAD" || r.Status < 200 || r.Status == 204 || r.Status == 304:
		return
	case strings.EqualFold(r.Get("Transfer-Encoding"), "chunked"):
		r.Body = r.conn.chunked()
	case r.Has("Content-Length"):
		r.Body = r.conn.counted(r)
	default:
		r.Body = r.conn.remaining()
	}
	text, _ := excerpt([]byte(r.Body), 0)
	r.bodyAt = len(r.conn.t.steps)
	r.conn.t.step(Step{Conn: r.conn.number, Arrow: "←", Text: text, More: true})
}

// counted reads as many bytes as Content-Length says.
func (c *Conn) counted(r *Response) string {
	length, err := strconv.Atoi(r.Get("Content-Length"))
	if err != nil || length < 0 || length > maxBody {
		r.failField("Content-Length", "wanted a number of bytes")
	}
	for len(c.ahead) < length {
		if err := c.fill(Patience); err != nil {
			text, _ := excerpt(c.ahead, 0)
			c.t.step(Step{Conn: c.number, Arrow: "←", Text: text, More: true})
			c.step("←", plain(err))
			c.t.failAt(0, "wanted %d bytes of body, as Content-Length says; received %d", length, len(c.ahead))
		}
	}
	return string(c.take(length))
}

// remaining reads up to the close.
func (c *Conn) remaining() string {
	for len(c.ahead) < maxBody {
		err := c.fill(Patience)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			text, _ := excerpt(c.ahead, 0)
			c.t.step(Step{Conn: c.number, Arrow: "←", Text: text, More: true})
			c.step("←", plain(err))
			c.t.failAt(0, "wanted the close that ends a body without Content-Length")
		}
	}
	return string(c.take(len(c.ahead)))
}

// chunked reads a body in chunks (RFC 9112, section 7.1), trailers included.
func (c *Conn) chunked() string {
	var body bytes.Buffer
	for {
		line := c.chunkLine()
		digits, _, _ := strings.Cut(line, ";")
		size, err := strconv.ParseUint(digits, 16, 31)
		if err != nil {
			c.failReceived([]byte(line), 0, "wanted a chunk's size in hexadecimal digits")
		}
		if size == 0 {
			break
		}
		for len(c.ahead) < int(size)+2 {
			if err := c.fill(Patience); err != nil {
				c.step("←", plain(err))
				c.t.failAt(0, "wanted the rest of a chunk of %d bytes", size)
			}
		}
		body.Write(c.take(int(size)))
		if end := c.take(2); string(end) != "\r\n" {
			c.failReceived(end, 0, `wanted "\r\n" behind the chunk`)
		}
	}
	for c.chunkLine() != "" {
	}
	return body.String()
}

func (c *Conn) chunkLine() string {
	line, err := c.until("\n", maxHead)
	if err != nil {
		c.step("←", plain(err))
		c.t.failAt(0, "wanted the next chunk")
	}
	return strings.TrimRight(string(line), "\r\n")
}
