package http1

import (
	"strconv"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
)

// Response is one HTTP response as it was received. It is read leniently (a bare
// LF ends a line) so that one mistake fails the check that is about it, and
// not every check that has to read a response.
type Response struct {
	Status int
	Reason string
	Fields []Field
	Body   string

	in         check.Reader
	version    string // "HTTP/1.1"
	statusLine check.Received
	blank      check.Received // the line behind the fields
	body       check.Received // Body as it was told; of the zero value where there is none
	broken     func()         // says why the body could not be read, and ends the check; nil: it could
}

// Field is one header field.
type Field struct {
	Name, Value string

	line check.Received // with its line end
}

// Limits of what is read of a response before the program is taken to be mad.
const (
	maxHead = 256 << 10
	maxBody = 128 << 20
)

// Receive reads the answer to a request with this method: the status line, the
// header, and the body by its framing (RFC 9112, section 6.3): none, chunked,
// Content-Length, or up to the close. What follows is left to ExpectClose or
// another Receive. A body that is not as it should be is no failure before
// somebody wants something of the answer, and its status comes first.
func Receive(c *check.Conn, method string) *Response {
	r := ReceiveHead(c)
	r.readBody(method)
	return r
}

// ReceiveStatus reads a status line, and nothing behind it; wanted is said where
// none comes: "wanted a status line".
func ReceiveStatus(c *check.Conn, wanted lang.Format) *Response {
	r := &Response{in: c.Reader()}
	r.readStatusLine(wanted)
	return r
}

// ReceiveHead reads an answer up to the empty line.
func ReceiveHead(c *check.Conn) *Response {
	r := ReceiveStatus(c, "wanted a status line")
	for {
		line := r.readLine(true, "wanted the rest of the header, up to an empty line")
		if strings.TrimRight(line.Data, "\r\n") == "" {
			r.blank = line
			break
		}
		name, value, found := strings.Cut(strings.TrimRight(line.Data, "\r\n"), ":")
		if !found {
			line.Fail(0, "wanted a header field, NAME: VALUE, or the empty line that ends the head")
		}
		r.Fields = append(r.Fields, Field{Name: name, Value: strings.TrimSpace(value), line: line})
	}
	return r
}

// readLine reads one line of the head and records it.
func (r *Response) readLine(more bool, wanted lang.Format) check.Received {
	data, err := r.in.Until("\n", maxHead)
	var line check.Received
	if len(data) > 0 {
		line = r.in.Tell(data, more)
	}
	if err != nil {
		r.in.Fail(err, wanted)
	}
	return line
}

func (r *Response) readStatusLine(wanted lang.Format) {
	r.statusLine = r.readLine(false, wanted)
	version, rest, _ := strings.Cut(strings.TrimRight(r.statusLine.Data, "\r\n"), " ")
	if !strings.HasPrefix(version, "HTTP/") {
		r.statusLine.Fail(0, "wanted a status line, such as \"HTTP/1.0 200 OK\\r\\n\"")
	}
	code, reason, _ := strings.Cut(rest, " ")
	status, err := strconv.Atoi(code)
	if err != nil || len(code) != 3 {
		r.statusLine.Fail(len(version)+1, "wanted a status of three digits")
	}
	r.version, r.Status, r.Reason = version, status, reason
}

// Get returns the first value of the field called name in any case, and ""
// where there is none.
func (r *Response) Get(name string) string {
	if field := r.field(name); field != nil {
		return field.Value
	}
	return ""
}

// field returns the first field called name, or nil.
func (r *Response) field(name string) *Field {
	for i := range r.Fields {
		if strings.EqualFold(r.Fields[i].Name, name) {
			return &r.Fields[i]
		}
	}
	return nil
}
