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
