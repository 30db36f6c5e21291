// Package basehttp is HTTP on top of socketserver, with the names of Python's
// BaseHTTPServer.
package basehttp

import (
	"fmt"
	"html"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"example.com/socket-tutorial/04-base-http/socketserver"
)

// Handler is what a server needs of a handler. Embedding [RequestHandler]
// provides all of it.
type Handler interface {
	socketserver.RequestHandler
	// Method returns what answers a request for command, or nil (501).
	Method(command string) func()
	// HandleExpect100 answers "Expect: 100-continue"; false means that an
	// error was sent instead.
	HandleExpect100() bool
	// LogMessage writes a line to the log.
	LogMessage(message string)
	base() *RequestHandler
}

// RequestHandler is Python's BaseHTTPRequestHandler: it parses requests and
// calls the Do… method that belongs to each. Embed it.
type RequestHandler struct {
	socketserver.StreamRequestHandler
	Rfile io.Reader

	Command        string
	Path           string
	RequestVersion string
	RequestLine    string
	Headers        Headers

	CloseConnection bool
	ProtocolVersion string
	ServerVersion   string

	self   Handler
	server *HTTPServer
}

func (h *RequestHandler) base() *RequestHandler { return h }

// Handle serves requests until the connection is to be closed.
func (h *RequestHandler) Handle() {
	h.CloseConnection = true
	h.HandleOneRequest()
	for !h.CloseConnection {
		h.HandleOneRequest()
	}
}

// HandleOneRequest reads, dispatches and answers one request.
func (h *RequestHandler) HandleOneRequest() {
	line, err := h.StreamRequestHandler.Rfile.ReadString('\n')
	if err != nil {
		h.CloseConnection = true
		return
	}
	h.RequestLine = strings.TrimRight(line, "\r\n")
	if !h.ParseRequest() {
		return
	}
	method := h.self.Method(h.Command)
	if method == nil {
		h.SendError(501, "Unsupported method ('"+h.Command+"')")
		return
	}
	method()
	h.Wfile.Flush()
}

// ParseRequest parses the request line and headers; false means that an error
// was sent.
func (h *RequestHandler) ParseRequest() bool {
	h.CloseConnection = true
	h.Headers = h.Headers[:0]
	words := strings.Split(h.RequestLine, " ")
	if len(words) != 3 || !strings.HasPrefix(words[2], "HTTP/1.") {
		h.SendError(400)
		return false
	}
	h.Command, h.Path, h.RequestVersion = words[0], words[1], words[2]
	for {
		line, err := h.StreamRequestHandler.Rfile.ReadString('\n')
		if err != nil {
			return false
		}
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		name, value, _ := strings.Cut(line, ":")
		h.Headers = append(h.Headers, Header{name, strings.TrimSpace(value)})
	}
	h.CloseConnection = h.ProtocolVersion < "HTTP/1.1" || h.RequestVersion < "HTTP/1.1" ||
		strings.EqualFold(h.Headers.Get("Connection"), "close")
	n, _ := strconv.ParseInt(h.Headers.Get("Content-Length"), 10, 64)
	h.Rfile = io.LimitReader(h.StreamRequestHandler.Rfile, n)
	return true
}

// HandleExpect100 sends 100 Continue.
func (h *RequestHandler) HandleExpect100() bool {
	h.SendResponseOnly(100)
	h.EndHeaders()
	return true
}

// SendResponse logs the request and writes the status line, Server and Date.
// The reason phrase defaults to the code's.
func (h *RequestHandler) SendResponse(code int, reason ...string) {
	h.LogRequest(code)
	h.SendResponseOnly(code, reason...)
	h.SendHeader("Server", h.VersionString())
	h.SendHeader("Date", h.DateTimeString())
}

// SendResponseOnly writes the status line alone.
func (h *RequestHandler) SendResponseOnly(code int, reason ...string) {
	phrase := Responses[code].Phrase
	if len(reason) > 0 {
		phrase = reason[0]
	}
	fmt.Fprintf(h.Wfile, "%s %d %s\r\n", h.ProtocolVersion, code, phrase)
}

// SendHeader writes one header line.
func (h *RequestHandler) SendHeader(name, value string) {
	fmt.Fprintf(h.Wfile, "%s: %s\r\n", name, value)
}

// EndHeaders ends the head of the response.
func (h *RequestHandler) EndHeaders() { h.Wfile.WriteString("\r\n") }

// SendError logs and answers with an error page. The optional message
// replaces the reason phrase.
func (h *RequestHandler) SendError(code int, message ...string) {
	phrase := Responses[code].Phrase
	if len(message) > 0 {
		phrase = message[0]
	}
	h.LogError(fmt.Sprintf("code %d, message %s", code, phrase))
	h.SendResponse(code, phrase)
	h.SendHeader("Connection", "close")
	h.CloseConnection = true
	page := fmt.Sprintf("<!DOCTYPE html><title>%d</title><p>%s\n", code, html.EscapeString(phrase))
	h.SendHeader("Content-Type", "text/html;charset=utf-8")
	h.SendHeader("Content-Length", strconv.Itoa(len(page)))
	h.EndHeaders()
	if h.Command != "HEAD" {
		h.Wfile.WriteString(page)
	}
}

// VersionString is the value of the Server header.
func (h *RequestHandler) VersionString() string { return h.ServerVersion }

// DateTimeString is the current time as HTTP writes it; with an argument,
// that time.
func (h *RequestHandler) DateTimeString(t ...time.Time) string {
	if len(t) == 0 {
		t = []time.Time{time.Now()}
	}
	return t[0].UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT")
}

// LogRequest logs an accepted request with its status code.
func (h *RequestHandler) LogRequest(code int) {
	h.self.LogMessage(`"` + h.RequestLine + `" ` + strconv.Itoa(code) + " -")
}

// LogError logs what went wrong.
func (h *RequestHandler) LogError(message string) { h.self.LogMessage(message) }

// LogMessage writes a line with the client's address and the time.
func (h *RequestHandler) LogMessage(message string) {
	fmt.Fprintf(os.Stderr, "%s - - [%s] %s\n", h.ClientAddress().IP, time.Now().Format("02/Jan/2006 15:04:05"), message)
}
