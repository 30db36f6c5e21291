package loadtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// StartNginx starts nginx with the directives of one server block, or returns
// nil where it is not installed. It is a single process, without a master, so
// that its CPU time is all there is, and writes its access log to a file.
func StartNginx(tb testing.TB, directives string) *Server {
	path, err := exec.LookPath("nginx")
	if err != nil {
		return nil
	}
	addr, scratch := FreeAddr(tb), tb.TempDir()
	config := filepath.Join(scratch, "nginx.conf")
	user := ""
	if os.Getuid() == 0 {
		user = "user root;" // the files belong to us, and so must the process
	}
	require.NoError(tb, os.WriteFile(config, fmt.Appendf(nil, `daemon off; master_process off; %[3]s
pid %[1]s/pid; error_log stderr; worker_rlimit_nofile 20000;
events { worker_connections 15000; }
http {
	access_log %[1]s/access.log; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
	client_body_temp_path %[1]s/a; proxy_temp_path %[1]s/b; fastcgi_temp_path %[1]s/c;
	uwsgi_temp_path %[1]s/d; scgi_temp_path %[1]s/e;
	server { listen %[2]s; %[4]s }
}
`, scratch, addr, user, directives), 0o600))
	return Start(tb, "nginx", addr, exec.Command(path, "-c", config))
}
