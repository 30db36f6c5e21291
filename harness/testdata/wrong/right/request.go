package right

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Request is a request, read up to its blank line.
type Request struct {
	Method, Target, Version string
	Fields                  []string // "Name: value"
	Body                    string
}

// Read reads a request with its body. It returns nil where there is none, or
// where it is cut off; a request line without three words has no Version.
func Read(reader *bufio.Reader) *Request {
	request := ReadHead(reader)
	if request == nil {
		return nil
	}
	body := make([]byte, request.Length())
	if _, err := io.ReadFull(reader, body); err != nil {
		return nil
	}
	request.Body = string(body)
	return request
}

// ReadHead is Read up to the blank line.
func ReadHead(reader *bufio.Reader) *Request {
	request := &Request{}
	line, err := Line(reader)
	if err != nil || line == "" {
		return nil
	}
	request.Split(line)
	for {
		line, err := Line(reader)
		if err != nil {
			return nil
		}
		if line == "" {
			break
		}
		request.Fields = append(request.Fields, line)
	}
	return request
}

// Line reads one line and takes its end off.
func Line(reader *bufio.Reader) (string, error) {
	line, err := reader.ReadString('\n')
	return strings.TrimRight(line, "\r\n"), err
}

// Split takes the request line apart.
func (r *Request) Split(line string) {
	if words := strings.Fields(line); len(words) == 3 {
		r.Method, r.Target, r.Version = words[0], words[1], words[2]
	}
}

// Length returns what Content-Length says, and 0 without one.
func (r *Request) Length() int {
	for _, field := range r.Fields {
		name, value, _ := strings.Cut(field, ":")
		if strings.EqualFold(name, "Content-Length") {
			n, _ := strconv.ParseUint(strings.TrimSpace(value), 10, 16)
			return int(n)
		}
	}
	return 0
}

// Status returns how a program of stage 04 answers the request.
func (r *Request) Status() int {
	switch {
	case r.Version == "":
		return http.StatusBadRequest
	case !slices.Contains([]string{"GET", "HEAD", "POST"}, r.Method):
		return http.StatusNotImplemented
	}
	return http.StatusOK
}

// Shown returns what was parsed, for people to read.
func (r *Request) Shown() string {
	return fmt.Sprintf("%s %s by do_%s\n%s\n", r.Method, r.Target, r.Method, strings.Join(r.Fields, "\n"))
}

// Head returns the head of an answer with a body of length bytes, each of fields
// a line without its end.
func Head(status, length int, fields ...string) string {
	head := fmt.Sprintf("%s %d %s\r\nServer: right\r\nDate: %s\r\n", Protocol, status, http.StatusText(status), time.Now().UTC().Format(http.TimeFormat))
	for _, field := range append(fields, fmt.Sprintf("Content-Length: %d", length)) {
		head += field + "\r\n"
	}
	return head + "\r\n"
}

// Answer sends the request's answer: its head, and unless it was HEAD its body.
func Answer(w io.Writer, request *Request) {
	body := request.Shown()
	Send(w, request, Head(request.Status(), len(body), "Content-Type: text/plain"), body)
}

// Send sends head and, unless the request was HEAD, body, in one write.
func Send(w io.Writer, request *Request, head, body string) {
	if request.Method == "HEAD" {
		body = ""
	}
	io.WriteString(w, head+body)
}
