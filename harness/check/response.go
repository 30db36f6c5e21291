package check

import (
	"strconv"
	"strings"
)

// Response is one HTTP response as it was received. It is read leniently (a bare
// LF ends a line) so that one mistake fails the check that is about it, and
// not every check that has to read a response.
type Response struct {
	StatusLine string // with its line end
	Version    string // "HTTP/1.1"
	Status     int
	Reason     string
	Fields     []Field
	Body       string

	conn   *Conn
	at     int // the step of the status line
	bodyAt int // the step of the body; 0: it has none
}

// Field is one header field.
type Field struct {
	Name, Value string
	Line        string // as received, with its line end
	at          int    // its step
}

// Limits of what is read of a response before the program is taken to be mad.
const (
	maxHead = 256 << 10
	maxBody = 128 << 20
)

// Response reads the answer to a request with this method: the status line, the
// header, and the body by its framing (RFC 9112, section 6.3): none, chunked,
// Content-Length, or up to the close. What follows is left to ExpectClose or
// another Response.
func (c *Conn) Response(method string) *Response {
	r := &Response{conn: c}
	r.StatusLine = c.headLine(false)
	r.at = len(c.t.steps) - 1
	r.parseStatusLine()
	for {
		line := c.headLine(true)
		if strings.TrimRight(line, "\r\n") == "" {
			break
		}
		name, value, found := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
		if !found {
			c.t.failAt(1, "wanted a header field, NAME: VALUE")
		}
		r.Fields = append(r.Fields, Field{Name: name, Value: strings.TrimSpace(value), Line: line, at: len(c.t.steps) - 1})
	}
	r.readBody(method)
	return r
}

// headLine reads one line of a response's head and records it.
func (c *Conn) headLine(more bool) string {
	line, err := c.until("\n", maxHead)
	if len(line) > 0 {
		text, _ := excerpt(line, 0)
		c.t.step(Step{Conn: c.number, Arrow: "←", Text: text, More: more})
	}
	if err != nil {
		c.step("←", plain(err))
		wanted := "a status line"
		if more {
			wanted = "the rest of the header, up to an empty line"
		}
		c.t.failAt(0, "wanted %s", wanted)
	}
	return string(line)
}

func (r *Response) parseStatusLine() {
	line := strings.TrimRight(r.StatusLine, "\r\n")
	version, rest, _ := strings.Cut(line, " ")
	if !strings.HasPrefix(version, "HTTP/") {
		r.failStatusLine(0, "wanted a status line, such as \"HTTP/1.0 200 OK\\r\\n\"")
	}
	code, reason, _ := strings.Cut(rest, " ")
	status, err := strconv.Atoi(code)
	if err != nil || len(code) != 3 {
		r.failStatusLine(len(version)+1, "wanted a status of three digits")
	}
	r.Version, r.Status, r.Reason = version, status, reason
}

func (r *Response) failStatusLine(offset int, message string) {
	_, column := excerpt([]byte(r.StatusLine), min(offset, len(r.StatusLine)))
	r.conn.t.failStep(r.at, column, message)
}

// Get returns the first value of the field called name in any case, and ""
// where there is none.
func (r *Response) Get(name string) string {
	for _, field := range r.Fields {
		if strings.EqualFold(field.Name, name) {
			return field.Value
		}
	}
	return ""
}

// Has reports whether there is a field called name.
func (r *Response) Has(name string) bool {
	for _, field := range r.Fields {
		if strings.EqualFold(field.Name, name) {
			return true
		}
	}
	return false
}
