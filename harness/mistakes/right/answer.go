package right

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
)

// Answer is what a request is answered with.
type Answer struct {
	Status int
	Fields []string  // "Name: value"
	Length int64     // Content-Length; negative: none
	Text   string    // the body
	File   io.Reader // the body, where it is not Text: Length bytes of it

	file io.Closer // is closed behind the answer
}

// Page returns an answer with this body.
func Page(status int, contentType, text string, fields ...string) Answer {
	return Answer{Status: status, Fields: append([]string{"Content-Type: " + contentType}, fields...), Length: int64(len(text)), Text: text}
}

// Shown returns what was parsed of r, for people to read.
func Shown(r *Request) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s by do_%s\n", r.Method, r.Path, r.Method)
	for _, field := range r.Fields {
		fmt.Fprintf(&b, "%s: %s\n", field.Name, field.Value)
	}
	return b.String()
}

// Parsed answers as stage 04 asks: with what was parsed.
func Parsed(r *Request) Answer { return Page(200, "text/plain", Shown(r)) }

// Refusal answers with the status's name.
func Refusal(_ *Request, status int) Answer {
	return Page(status, "text/plain", http.StatusText(status)+"\n")
}

// head returns the head of an answer.
func (s *Server) head(r *Request, a Answer) string {
	fields := append([]string{"Server: right", "Date: " + s.Date()}, a.Fields...)
	if a.Length >= 0 && a.Status != http.StatusNotModified {
		fields = append(fields, fmt.Sprintf("Content-Length: %d", a.Length))
	}
	if r.Last && s.Protocol != "HTTP/1.0" {
		fields = append(fields, "Connection: close")
	}
	return fmt.Sprintf("%s %d %s\r\n%s\r\n\r\n", s.Protocol, a.Status, http.StatusText(a.Status), strings.Join(fields, "\r\n"))
}

// send sends an answer: a short body in one write with its head.
func (s *Server) send(conn net.Conn, r *Request, a Answer) error {
	if a.file != nil {
		defer a.file.Close()
	}
	head := s.Head(r, a)
	if !s.HasBody(r, a) {
		_, err := io.WriteString(conn, head)
		return err
	}
	if a.File == nil {
		_, err := io.WriteString(conn, head+a.Text)
		return err
	}
	if _, err := io.WriteString(conn, head); err != nil {
		return err
	}
	return s.CopyFile(conn, a)
}

// CopyFile sends as many bytes as were announced.
func CopyFile(conn net.Conn, a Answer) error {
	_, err := io.CopyN(conn, a.File, a.Length)
	return err
}

// HasBody reports whether a has a body behind its head.
func HasBody(r *Request, a Answer) bool {
	return r.Method != "HEAD" && a.Status != http.StatusNotModified
}
