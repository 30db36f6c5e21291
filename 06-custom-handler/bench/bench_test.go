package bench

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/06-custom-handler/simpleserver"
	"example.com/socket-tutorial/harness/loadtest"
)

// roleVariable makes this test binary one of the servers.
const roleVariable = "SOCKET_TUTORIAL_BENCH_ROLE"

const greeting = "hello world\r\n"

func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "ours":
		os.Exit(serve(os.Args[1], func() basehttp.Handler { return new(helloHandler) }))
	case "our bridge":
		os.Exit(serve(os.Args[1], simpleserver.RequestHandlerClass(app)))
	case "net/http":
		log.Fatal(http.ListenAndServe(os.Args[1], logged(app)))
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

// logged gives net/http the access log that ours has, buffered like ours.
func logged(app http.Handler) http.Handler {
	var mu sync.Mutex
	accessLog := bufio.NewWriterSize(os.Stderr, 32<<10)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		app.ServeHTTP(w, r)
		host, _, _ := net.SplitHostPort(r.RemoteAddr)
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(accessLog, "%s - - [%s] \"%s %s %s\" 200 -\n", host,
			time.Now().Format("02/Jan/2006 15:04:05"), r.Method, r.RequestURI, r.Proto)
	})
}

func BenchmarkHello(b *testing.B) {
	var servers []*loadtest.Server
	for _, role := range []string{"ours", "net/http", "our bridge"} {
		addr := loadtest.FreeAddr(b)
		self, err := os.Executable()
		require.NoError(b, err)
		cmd := exec.Command(self, addr)
		cmd.Env = append(os.Environ(), roleVariable+"="+role)
		servers = append(servers, loadtest.Start(b, role, addr, cmd))
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
