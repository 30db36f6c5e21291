package socketserver

import (
	"cmp"
	"io"
	"net"

	"example.com/socket-tutorial/04-base-http/internal/stream"
)

// StreamRequestHandler gives a handler its connection as two streams. Embed
// it, and write a Handle method.
//
// A handler sees nothing but the two fields. Who embeds this one may put other
// streams in their place, as basehttp does: what its handlers read from Rfile
// is the body of one request, which is a part of what the client sends.
type StreamRequestHandler struct {
	// Request is the connection. The server closes it after Finish.
	Request net.Conn
	// Server is the server that accepted it.
	Server *TCPServer
	// Rfile reads what the client sends, and io.EOF when it has sent all.
	// Wfile is flushed before Rfile waits.
	Rfile io.Reader
	// Wfile sends, when it is flushed or full, what is written to it.
	Wfile BufferedWriter

	in  *stream.Reader
	out *stream.Writer
}

// BufferedWriter is Python's io.BufferedWriter: what is written to it is sent
// later, all at once. After an error it sends nothing more and keeps returning
// that error.
type BufferedWriter interface {
	io.Writer
	io.StringWriter
	io.ReaderFrom // by which io.Copy has the kernel send a file
	Flush() error
}

// Setup makes the two streams.
func (h *StreamRequestHandler) Setup(request net.Conn, server *TCPServer) {
	h.Request, h.Server = request, server
	h.in, h.out = stream.New(request, cmp.Or(server.WriteTimeout, WriteTimeout))
	h.Rfile, h.Wfile = h.in, h.out
}

// Streams returns what Setup made Rfile and Wfile, whatever they are by now.
func (h *StreamRequestHandler) Streams() (in *stream.Reader, out *stream.Writer) {
	return h.in, h.out
}

// Finish sends what is written and not sent yet.
func (h *StreamRequestHandler) Finish() { h.out.Flush() }

// ClientAddress is the peer's address.
func (h *StreamRequestHandler) ClientAddress() net.Addr { return h.Request.RemoteAddr() }
