package right

import (
	"bufio"
	"errors"
	"net"
	"strings"
)

// Request is a request, read up to its blank line, and with ReadBody to its end.
type Request struct {
	Conn                    net.Conn
	Line                    string // the request line
	Method, Target, Version string // its words
	Path                    string // Target without scheme and host
	Fields                  []Field
	Length                  int64 // of the body, as the header says
	Chunked                 bool
	Unread                  bool // there is a body, and nobody has read it
	Body                    string
	Last                    bool // the connection ends behind the answer
}

// Field is one header field.
type Field struct{ Name, Value string }

// Get returns the first value of the field called name in any case, or "".
func (r *Request) Get(name string) string {
	values := r.All(name)
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// All returns the values of all fields called name in any case.
func (r *Request) All(name string) (values []string) {
	for _, field := range r.Fields {
		if strings.EqualFold(field.Name, name) {
			values = append(values, field.Value)
		}
	}
	return values
}

// Read reads a request up to its blank line. status is what a wrong one
// deserves, or 0. err is io.EOF where there is no request, or not all of one.
func (rules *Rules) Read(conn net.Conn, in *bufio.Reader) (r *Request, status int, err error) {
	r = &Request{Conn: conn}
	for blank := 0; ; blank++ {
		r.Line, err = rules.ReadLine(in, rules.MaxRequestLine)
		if err != nil || r.Line != "" || blank == rules.BlankLines {
			break
		}
	}
	if errors.Is(err, ErrLong) {
		return r, 414, nil
	}
	if err != nil {
		return r, 0, err
	}
	status = rules.requestLine(r)
	if status != 0 {
		return r, status, nil
	}
	rules.Begun(r)
	if status, err = rules.header(in, r); err != nil || status != 0 {
		return r, status, err
	}
	rules.Prepare(r)
	return r, rules.meaning(r), nil
}

func (rules *Rules) requestLine(r *Request) int {
	words := rules.Words(r.Line)
	if len(words) != 3 {
		return 400
	}
	r.Method, r.Target, r.Version = words[0], words[1], words[2]
	if status := rules.HTTP(r.Version); status != 0 {
		return status
	}
	var ok bool
	if r.Path, ok = rules.Path(r); !ok || !rules.Method(r.Method) {
		return 400
	}
	return 0
}

// header reads the fields.
func (rules *Rules) header(in *bufio.Reader, r *Request) (status int, err error) {
	for size := 0; ; {
		line, err := rules.ReadLine(in, rules.MaxLine)
		size += len(line)
		switch {
		case errors.Is(err, ErrLong):
			return 431, nil
		case err != nil:
			return 0, rules.Cut(r, err)
		case line == "":
			return status, nil
		case len(r.Fields) == rules.MaxHeaders || size > rules.MaxHead:
			return 431, nil
		}
		name, value, ok := rules.Split(line)
		value = strings.Trim(value, " \t")
		if !ok || !rules.Name(name) || !rules.Value(value) {
			status = 400
		}
		r.Fields = append(r.Fields, Field{name, value})
	}
}

// meaning looks at what the fields say together.
func (rules *Rules) meaning(r *Request) int {
	if r.Version != "HTTP/1.0" && !rules.Host(r) {
		return 400
	}
	lengths, codings := r.All("Content-Length"), r.All("Transfer-Encoding")
	if len(lengths) > 0 {
		var ok bool
		if r.Length, ok = rules.Length(lengths); !ok {
			return 400
		}
	}
	if len(codings) > 0 {
		if status := rules.Coding(codings); status != 0 {
			return status
		}
		r.Chunked = true
	}
	r.Unread = r.Length > 0 || r.Chunked
	if status := rules.Framing(r); status != 0 {
		return status
	}
	return rules.Expect(r)
}

// ReadLine reads a line and takes its end off, "\r\n" or "\n".
func ReadLine(in *bufio.Reader, limit int) (string, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > limit+2 {
			return "", ErrLong
		}
		if err == nil {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return string(line), err
		}
	}
	text := strings.TrimSuffix(strings.TrimSuffix(string(line), "\n"), "\r")
	if len(text) > limit {
		return "", ErrLong
	}
	return text, nil
}

// NewUnfolding returns a server that is right in another way: it puts a header
// together that goes on in the next line (RFC 9112, section 5.2).
func NewUnfolding() *Server {
	s := NewServer()
	s.ReadLine = func(in *bufio.Reader, limit int) (string, error) {
		text, err := ReadLine(in, limit)
		for err == nil && text != "" {
			next, peekErr := in.Peek(1)
			if peekErr != nil || next[0] != ' ' && next[0] != '\t' {
				break
			}
			var more string
			more, err = ReadLine(in, limit)
			text += " " + strings.TrimLeft(more, " \t")
		}
		return text, err
	}
	return s
}
