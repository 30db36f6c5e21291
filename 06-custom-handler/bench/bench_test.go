package bench

import (
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/06-custom-handler/simpleserver"
	"example.com/socket-tutorial/harness/loadtest"
)

const greeting = "hello world\r\n"

func TestMain(m *testing.M) {
	switch os.Getenv(loadtest.RoleVariable) {
	case "ours":
		os.Exit(serve(os.Args[1], func() basehttp.Handler { return new(helloHandler) }))
	case "our bridge":
		os.Exit(serve(os.Args[1], simpleserver.RequestHandlerClass(app)))
	case "net/http":
		log.Fatal(http.ListenAndServe(os.Args[1], loadtest.Logged(app)))
	}
	os.Exit(m.Run())
}

// helloHandler is the article's, and says how long its body is, without which
// HTTP/1.1 could not keep the connection.
type helloHandler struct{ basehttp.RequestHandler }

func (h *helloHandler) DoGET() {
	h.SendResponse(200)
	h.SendHeader("Content-type", "text/html")
	h.SendHeader("Content-Length", strconv.Itoa(len(greeting)))
	h.EndHeaders()
	io.WriteString(h.Wfile, greeting)
}

var app = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	io.WriteString(w, greeting)
})

func serve(addr string, class func() basehttp.Handler) int {
	host, port, _ := net.SplitHostPort(addr)
	number, _ := strconv.Atoi(port)
	return basehttp.Test(class, host, number, "HTTP/1.1")
}

func BenchmarkHello(b *testing.B) {
	var servers []*loadtest.Server
	for _, role := range []string{"ours", "net/http", "our bridge"} {
		servers = append(servers, loadtest.StartSelf(b, role))
	}
	fixed := `location / { default_type text/html; return 200 "hello world\r\n"; }`
	if nginx := loadtest.StartNginx(b, fixed); nginx != nil {
		servers = append(servers, nginx)
	}
	result, err := loadtest.Compare(loadtest.Workload{
		Name:        "hello world, keep-alive",
		Request:     "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n",
		Connections: 64,
	}, servers)
	require.NoError(b, err)
	b.ReportMetric(0, "ns/op")
	loadtest.WriteTable(os.Stdout, []loadtest.Result{result})
}
