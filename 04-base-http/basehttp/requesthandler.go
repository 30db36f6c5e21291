// Package basehttp is HTTP on the connections of [socketserver], with the
// names of Python's BaseHTTPServer (http.server, today). A handler embeds
// [RequestHandler] and adds a method for each command it answers:
//
//	type customHandler struct{ basehttp.RequestHandler }
//
//	func (h *customHandler) DoGET() { … }
//
// One request goes through these methods, each in a file of its name:
//
//	Handle → HandleOneRequest → readHead      bytes, until the empty line
//	                          → ParseRequest  request line, header, framing
//	                          → Method        "GET" finds DoGET
//	                          → DoGET         SendResponse, SendHeader, EndHeaders, Wfile
//	                          → endRequest    the rest of the body, the next request
package basehttp

import (
	"cmp"
	"net"
	"sync/atomic"
	"time"

	"example.com/socket-tutorial/04-base-http/internal/stream"
	"example.com/socket-tutorial/04-base-http/socketserver"
)

// Handler is what a server asks of the handler of one connection. Embedding
// [RequestHandler] is how to get it.
type Handler interface {
	socketserver.RequestHandler
	// Method returns what answers a request with this command, or nil for a
	// command that gets 501.
	Method(command string) func()
	// HandleExpect100 is called for a request that waits for "100 Continue"
	// before it sends its body. It sends that, or an error and returns false.
	HandleExpect100() bool
	// LogMessage writes one line to the log.
	LogMessage(message string)

	base() *RequestHandler
}

// RequestHandler is Python's BaseHTTPRequestHandler: it reads and parses the
// requests of one connection, and calls a method of the struct that embeds it
// for each. What it says of a request is valid until that method returns.
//
// Rfile and Wfile are here the body of the request and that of the response.
// Rfile returns io.EOF at the body's end; other errors mean that the connection
// or the body's framing is broken. What is written to Wfile is sent when the
// method returns, when the buffer is full, or by Flush.
type RequestHandler struct {
	socketserver.StreamRequestHandler

	// Command is the method of the request, such as "GET".
	Command string
	// Path is the request target as sent, with query and escapes, but
	// without the scheme and host of an absolute one.
	Path string
	// RequestVersion is "HTTP/1.0" or "HTTP/1.1".
	RequestVersion string
	// RequestLine is the first line of the request.
	RequestLine string
	// Headers are the other lines.
	Headers Headers

	// CloseConnection makes this the connection's last request.
	CloseConnection bool
	// ProtocolVersion is the version to answer with; empty is the server's.
	ProtocolVersion string
	// ServerVersion begins the Server header; empty is this package's.
	ServerVersion string
	// ErrorPage makes the HTML of an error, as Python's error_message_format
	// does; nil is this package's, which is plain. Whatever came from the client
	// is in message alone, and not escaped yet.
	ErrorPage func(code int, message, explanation string) string

	self     Handler // the struct that embeds this one
	server   *HTTPServer
	address  string         // the client's, for the log
	in       *stream.Reader // what the client sends, of which Rfile is a part
	out      *stream.Writer // what is sent to it
	body     body
	response ResponseWriter
	aborted  bool // the method has given up its response
	cut      bool // the connection is to be reset

	readDeadline  atomic.Pointer[time.Time] // for the body, if a method has set one
	writeDeadline bool                      // a method has set one

	idle atomic.Bool
}

var _ socketserver.Idler = (*RequestHandler)(nil)

func (h *RequestHandler) base() *RequestHandler { return h }

// Setup prepares the handler for its connection.
func (h *RequestHandler) Setup(request net.Conn, server *socketserver.TCPServer) {
	h.StreamRequestHandler.Setup(request, server)
	h.in, h.out = h.Streams()
	h.address = addressOf(h.ClientAddress())
	h.ProtocolVersion = cmp.Or(h.ProtocolVersion, h.server.ProtocolVersion, ProtocolVersion)
	h.ServerVersion = cmp.Or(h.ServerVersion, "BaseHTTP/1.0")
	h.body = body{handler: h, budget: unframed}
	h.response = ResponseWriter{out: h.out}
	h.Rfile, h.Wfile = &h.body, &h.response
}

// Idle reports whether the handler waits for a request; see [socketserver.Idler].
func (h *RequestHandler) Idle() bool { return h.idle.Load() }

// Handle answers requests until the connection is to be closed.
func (h *RequestHandler) Handle() {
	h.CloseConnection = true
	h.HandleOneRequest()
	for !h.CloseConnection {
		h.HandleOneRequest()
	}
	h.endConnection()
}

// HandleOneRequest reads one request and answers it.
func (h *RequestHandler) HandleOneRequest() {
	h.beginRequest()
	head, err := h.readHead()
	if err != nil {
		h.refuse(err)
		return
	}
	if h.ParseRequest(head) {
		h.dispatch()
	}
	h.endRequest()
}

// dispatch has the request answered by the method that its command names.
func (h *RequestHandler) dispatch() {
	defer h.recoverPanic()
	do := h.self.Method(h.Command)
	switch {
	case do != nil:
		if !h.body.awaited || h.self.HandleExpect100() {
			do()
		}
	case h.Command == "OPTIONS" && (h.Path == "*" || h.ProtocolVersion >= "HTTP/1.1"):
		h.sendOptions()
	default:
		h.refuseMethod()
	}
}
