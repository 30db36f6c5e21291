package basehttp_test

import (
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

// hello answers with a fixed body of known length.
type hello struct{ basehttp.RequestHandler }

func (h *hello) DoGET() {
	h.SendResponse(200)
	h.SendHeader("Content-Type", "text/plain")
	h.SendHeader("Content-Length", "13")
	h.EndHeaders()
	io.WriteString(h.Wfile, "hello, world\n")
}

func (h *hello) DoHEAD() { h.SendError(404, "File not found") }

// BenchmarkKeepAlive is one request and its answer on a connection that stays
// open. The client is in the same process and does as little as it can.
func BenchmarkKeepAlive(b *testing.B) {
	benchmarkRequest(b, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
}

// BenchmarkBrowser is the same with the headers of a browser.
func BenchmarkBrowser(b *testing.B) {
	benchmarkRequest(b, "GET / HTTP/1.1\r\nHost: localhost:8000\r\nConnection: keep-alive\r\n"+
		"sec-ch-ua: \"Chromium\";v=\"134\", \"Not:A-Brand\";v=\"24\"\r\nsec-ch-ua-mobile: ?0\r\nsec-ch-ua-platform: \"Linux\"\r\n"+
		"Upgrade-Insecure-Requests: 1\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36\r\n"+
		"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n"+
		"Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-User: ?1\r\nSec-Fetch-Dest: document\r\n"+
		"Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\n\r\n")
}

// BenchmarkSendError is a request that gets an error page.
func BenchmarkSendError(b *testing.B) {
	benchmarkRequest(b, "HEAD /nowhere HTTP/1.1\r\nHost: a\r\n\r\n")
}

func benchmarkRequest(b *testing.B, request string) {
	address := start(b, func() basehttp.Handler { return new(hello) },
		func(s *basehttp.HTTPServer) { s.Log = basehttp.NewBufferedLog(io.Discard) })
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		conn, err := net.Dial("tcp", address)
		require.NoError(b, err)
		defer conn.Close()
		answer := make([]byte, 4096)
		for pb.Next() {
			if _, err := io.WriteString(conn, request); err != nil {
				b.Error(err)
				return
			}
			if _, err := conn.Read(answer); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
