package bench

import (
	"cmp"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/05-simple-http/simplehttp"
	"example.com/socket-tutorial/harness/loadtest"
)

func TestMain(m *testing.M) {
	switch os.Getenv(loadtest.RoleVariable) {
	case "ours":
		os.Exit(serveOurs(os.Args[1], os.Args[2]))
	case "net/http":
		// What a Go programmer would write instead.
		log.Fatal(http.ListenAndServe(os.Args[1], loadtest.Logged(http.FileServer(http.Dir(os.Args[2])))))
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

// startServers starts all the servers that this machine has, ours first.
func startServers(b *testing.B, directory string) []*loadtest.Server {
	servers := []*loadtest.Server{loadtest.StartSelf(b, "ours", directory), loadtest.StartSelf(b, "net/http", directory)}
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
