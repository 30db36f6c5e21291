package basehttp

import (
	"bytes"
	"io"
	"testing"
)

// BenchmarkLogRequest is a line in the access log, with all that belongs to it.
func BenchmarkLogRequest(b *testing.B) {
	server := new(HTTPServer)
	server.Log = NewBufferedLog(io.Discard)
	h := &RequestHandler{server: server, RequestLine: "GET /some/path/of/usual/length.html HTTP/1.1"}
	h.self = h
	h.Setup(&received{Reader: new(bytes.Reader)}, &server.TCPServer)
	b.ReportAllocs()
	for b.Loop() {
		h.LogRequest(200)
	}
}

type greeter struct{ RequestHandler }

func (h *greeter) DoGET() {
	h.SendResponse(200)
	h.SendHeader("Content-Type", "text/plain")
	h.SendHeader("Content-Length", "13")
	h.EndHeaders()
	h.Wfile.WriteString("hello, world\n")
}

// again gives the same request n times, one with each Read.
type again struct {
	request string
	n       int
}

func (a *again) Read(p []byte) (int, error) {
	if a.n == 0 {
		return 0, io.EOF
	}
	a.n--
	return copy(p, a.request), nil
}

// BenchmarkHandle is what a request costs this process, without the kernel:
// parsing, answering, and the line in the log.
func BenchmarkHandle(b *testing.B) {
	server := &HTTPServer{ProtocolVersion: "HTTP/1.1"}
	server.Log = NewBufferedLog(io.Discard)
	h := new(greeter)
	h.self, h.server = h, server
	h.Setup(&received{Reader: &again{"GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: b\r\nAccept: */*\r\n\r\n", b.N}}, &server.TCPServer)
	b.ReportAllocs()
	h.Handle()
}
