package socketserver

import (
	"cmp"
	"net"
)

// StreamRequestHandler gives a handler its connection as two streams. Embed
// it, and write a Handle method.
type StreamRequestHandler struct {
	// Request is the connection.
	Request net.Conn
	// Server is the server that accepted it.
	Server *TCPServer
	// Rfile reads what the client sends.
	Rfile *Reader
	// Wfile sends, when it is flushed or full, what is written to it.
	Wfile *Writer
}

// Setup makes the two streams. Reading flushes what was written before it
// waits.
func (h *StreamRequestHandler) Setup(request net.Conn, server *TCPServer) {
	h.Request, h.Server = request, server
	h.Wfile = NewWriter(request, cmp.Or(server.WriteTimeout, WriteTimeout))
	h.Rfile = NewReader(request, h.Wfile)
}

// Finish sends what Wfile still holds.
func (h *StreamRequestHandler) Finish() { h.Wfile.Flush() }

// ClientAddress is the peer's address.
func (h *StreamRequestHandler) ClientAddress() net.Addr { return h.Request.RemoteAddr() }
