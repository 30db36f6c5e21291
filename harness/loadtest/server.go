package loadtest

import (
	"fmt"
	"io"
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
	require.Eventually(tb, func() bool { return answers(addr) },
		20*time.Second, 10*time.Millisecond, "%s answers at %s; it said:\n%s", name, addr, contents{log.Name()})
	return &Server{Name: name, Addr: addr, PID: cmd.Process.Pid}
}

// answers reports whether a first byte comes back from addr.
func answers(addr string) bool {
	conn, err := net.DialTimeout("tcp", addr, patience)
	if err != nil {
		return false
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(patience))
	io.WriteString(conn, "GET / HTTP/1.0\r\n\r\n")
	_, err = conn.Read(make([]byte, 1))
	return err == nil
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
