package bench

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/05-simple-http/simplehttp"
	"example.com/socket-tutorial/harness/loadtest"
)

// roleVariable makes this test binary a server: "ours" or "net/http".
const roleVariable = "SOCKET_TUTORIAL_BENCH_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "ours":
		os.Exit(serveOurs(os.Args[1], os.Args[2]))
	case "net/http":
		log.Fatal(serveNetHTTP(os.Args[1], os.Args[2]))
	}
	os.Exit(m.Run())
}

// serveOurs does what the command does.
func serveOurs(addr, directory string) int {
	root, err := simplehttp.OpenRoot(directory, false)
	if err != nil {
		log.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(addr)
	number, _ := strconv.Atoi(port)
	return basehttp.Test(simplehttp.Class(root), host, number, "HTTP/1.1")
}

// serveNetHTTP is what a Go programmer would write instead, with the same line
// in the access log, buffered like ours.
func serveNetHTTP(addr, directory string) error {
	var mu sync.Mutex
	accessLog := bufio.NewWriterSize(os.Stderr, 32<<10)
	files := http.FileServer(http.Dir(directory))
	return http.ListenAndServe(addr, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorder := &statusRecorder{ResponseWriter: w, status: http.StatusOK}
		files.ServeHTTP(recorder, r)
		host, _, _ := net.SplitHostPort(r.RemoteAddr)
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(accessLog, "%s - - [%s] \"%s %s %s\" %d -\n", host,
			time.Now().Format("02/Jan/2006 15:04:05"), r.Method, r.RequestURI, r.Proto, recorder.status)
	}))
}

// statusRecorder keeps the status for the log and stays an io.ReaderFrom, so
// that net/http can still use sendfile.
type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (r *statusRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *statusRecorder) ReadFrom(src io.Reader) (int64, error) {
	return io.Copy(r.ResponseWriter, src)
}

// startServers starts all the servers that this machine has, ours first.
func startServers(b *testing.B, directory string) []*loadtest.Server {
	servers := []*loadtest.Server{startSelf(b, "ours", directory), startSelf(b, "net/http", directory)}
	if nginx := loadtest.StartNginx(b, "root "+directory+"; autoindex on;"); nginx != nil {
		servers = append(servers, nginx)
	}
	if path, err := exec.LookPath("lighttpd"); err == nil {
		servers = append(servers, startLighttpd(b, path, directory))
	}
	if path, err := exec.LookPath(cmp.Or(os.Getenv("PYTHON3"), "python3")); err == nil {
		servers = append(servers, startPython(b, path, directory))
	}
	return servers
}

func startSelf(b *testing.B, role, directory string) *loadtest.Server {
	addr := loadtest.FreeAddr(b)
	self, err := os.Executable()
	require.NoError(b, err)
	cmd := exec.Command(self, addr, directory)
	cmd.Env = append(os.Environ(), roleVariable+"="+role)
	return loadtest.Start(b, role, addr, cmd)
}

func startLighttpd(b *testing.B, path, directory string) *loadtest.Server {
	addr := loadtest.FreeAddr(b)
	_, port, _ := net.SplitHostPort(addr)
	config := filepath.Join(b.TempDir(), "lighttpd.conf")
	require.NoError(b, os.WriteFile(config, fmt.Appendf(nil, `server.modules = ("mod_accesslog", "mod_dirlisting")
server.document-root = "%s"
server.bind = "127.0.0.1"
server.port = %s
server.max-keep-alive-requests = 1000000000
server.max-fds = 20000
server.max-connections = 15000
accesslog.filename = "%s"
dir-listing.activate = "enable"
`, directory, port, filepath.Join(b.TempDir(), "access.log")), 0o600))
	return loadtest.Start(b, "lighttpd", addr, exec.Command(path, "-D", "-f", config))
}

func startPython(b *testing.B, path, directory string) *loadtest.Server {
	addr := loadtest.FreeAddr(b)
	_, port, _ := net.SplitHostPort(addr)
	return loadtest.Start(b, "CPython", addr, exec.Command(path, "-m", "http.server", "-b", "127.0.0.1", "-d", directory, port))
}
