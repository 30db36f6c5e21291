package socketserver

import (
	"bufio"
	"io"
	"net"
	"os"
)

// StreamRequestHandler gives a handler its connection as two streams, as
// Python's class of this name does. Embed it.
type StreamRequestHandler struct {
	Request net.Conn
	Server  *TCPServer
	Rfile   *bufio.Reader
	Wfile   *Writer
}

// Setup makes the two streams.
func (h *StreamRequestHandler) Setup(request net.Conn, server *TCPServer) {
	h.Request, h.Server = request, server
	h.Rfile = bufio.NewReader(request)
	h.Wfile = &Writer{conn: request, buf: bufio.NewWriterSize(request, 16<<10)}
}

// ClientAddress is the peer's address.
func (h *StreamRequestHandler) ClientAddress() *net.TCPAddr {
	address, _ := h.Request.RemoteAddr().(*net.TCPAddr)
	return address
}

// Finish sends what Wfile still holds.
func (h *StreamRequestHandler) Finish() { h.Wfile.Flush() }

// A Writer is a connection's buffered output.
type Writer struct {
	conn net.Conn
	buf  *bufio.Writer
}

// Write buffers p.
func (w *Writer) Write(p []byte) (int, error) { return w.buf.Write(p) }

// WriteString buffers s.
func (w *Writer) WriteString(s string) (int, error) { return w.buf.WriteString(s) }

// ReadFrom sends src, by sendfile where it is an *os.File.
func (w *Writer) ReadFrom(src io.Reader) (int64, error) {
	if _, ok := src.(*os.File); !ok {
		return w.buf.ReadFrom(src)
	}
	if err := w.buf.Flush(); err != nil {
		return 0, err
	}
	return io.Copy(w.conn, src)
}

// Flush sends what is buffered.
func (w *Writer) Flush() error { return w.buf.Flush() }
