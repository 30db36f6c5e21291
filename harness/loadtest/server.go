package loadtest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A Server is a process that listens on Addr.
type Server struct {
	Name string
	Addr string
	PID  int
}

// FreeAddr returns an address of 127.0.0.1 that nobody listens on now.
func FreeAddr(tb testing.TB) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(tb, err)
	defer listener.Close()
	return listener.Addr().String()
}

// Start starts cmd, which is to listen on addr, and waits until it does. What
// it prints, the access log, goes to a file, as it would in use. The process
// ends with the benchmark.
func Start(tb testing.TB, name, addr string, cmd *exec.Cmd) *Server {
	log, err := os.Create(filepath.Join(tb.TempDir(), "log"))
	require.NoError(tb, err)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.WaitDelay = time.Second
	require.NoError(tb, cmd.Start())
	tb.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		log.Close()
	})
	require.Eventually(tb, func() bool { return Ask(addr, "GET / HTTP/1.0\r\n\r\n") == nil },
		20*time.Second, 10*time.Millisecond, "%s answers at %s; it said:\n%s", name, addr, contents{log.Name()})
	return &Server{Name: name, Addr: addr, PID: cmd.Process.Pid}
}

// contents is a file that is read when it is printed.
type contents struct{ path string }

func (c contents) String() string {
	text, err := os.ReadFile(c.path)
	if err != nil {
		return fmt.Sprint(err)
	}
	return string(text)
}
