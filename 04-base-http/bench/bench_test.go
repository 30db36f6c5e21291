package bench

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/04-base-http/socketserver"
	"example.com/socket-tutorial/harness/loadtest"
)

const greeting = "hello world\r\n"

var roles = map[string]func(addr string) error{
	"ours":        serveOurs,
	"fixed bytes": serveFixedBytes,
	"net/http": func(addr string) error {
		return http.ListenAndServe(addr, loadtest.Logged(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			io.WriteString(w, greeting)
		})))
	},
}

func TestMain(m *testing.M) {
	if serve, found := roles[os.Getenv(loadtest.RoleVariable)]; found {
		log.Fatal(serve(os.Args[1]))
	}
	os.Exit(m.Run())
}

type helloHandler struct{ basehttp.RequestHandler }

func (h *helloHandler) DoGET() {
	h.SendResponse(200)
	h.SendHeader("Content-Type", "text/plain")
	h.SendHeader("Content-Length", strconv.Itoa(len(greeting)))
	h.EndHeaders()
	h.Wfile.WriteString(greeting)
}

// serveOurs keeps the access log, which goes to a file here.
func serveOurs(addr string) error {
	server, err := newServer(addr)
	if err != nil {
		return err
	}
	server.Log = basehttp.NewBufferedLog(os.Stderr)
	return server.ServeForever()
}

func newServer(addr string) (*basehttp.HTTPServer, error) {
	server, err := basehttp.NewHTTPServer(addr, func() basehttp.Handler { return new(helloHandler) })
	if err != nil {
		return nil, err
	}
	server.ProtocolVersion = "HTTP/1.1"
	socketserver.ThreadingMixIn(&server.TCPServer)
	return server, nil
}

// serveFixedBytes is the floor: a read, a write, and nothing in between but
// the search for an empty line.
func serveFixedBytes(addr string) error {
	response := fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(greeting), greeting)
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer conn.Close()
			buffer, n := make([]byte, 4096), 0
			for {
				read, err := conn.Read(buffer[n:])
				if err != nil {
					return
				}
				if n += read; bytes.HasSuffix(buffer[:n], []byte("\r\n\r\n")) {
					n = 0
					conn.Write(response)
				}
			}
		}()
	}
}

var hello = loadtest.Workload{
	Name:        "hello world, keep-alive",
	Request:     "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n",
	Connections: 64,
}

func BenchmarkHello(b *testing.B) {
	var servers []*loadtest.Server
	for _, role := range []string{"ours", "net/http", "fixed bytes"} {
		servers = append(servers, loadtest.StartSelf(b, role))
	}
	result, err := loadtest.Compare(hello, servers)
	require.NoError(b, err)
	b.ReportMetric(0, "ns/op")
	loadtest.WriteTable(os.Stdout, []loadtest.Result{result})
}

// BenchmarkAllocations counts what a request allocates in the server. Its
// client, in the same process, allocates nothing.
func BenchmarkAllocations(b *testing.B) {
	server, err := newServer("127.0.0.1:0")
	require.NoError(b, err)
	server.Log = io.Discard
	go server.ServeForever()
	defer server.Shutdown()

	conn, err := net.Dial("tcp", server.ServerAddress().String())
	require.NoError(b, err)
	defer conn.Close()
	request, answer := []byte(hello.Request), make([]byte, 4096)
	b.ReportAllocs()
	for b.Loop() {
		conn.Write(request)
		if n, err := conn.Read(answer); err != nil || !bytes.HasSuffix(answer[:n], []byte(greeting)) {
			b.Fatal(err, string(answer[:n]))
		}
	}
}
