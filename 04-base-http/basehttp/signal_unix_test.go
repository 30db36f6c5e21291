//go:build unix

package basehttp_test

import (
	"bufio"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/harness/stagetest"
)

// waitsForEver is set for a process that is to be a server whose method waits
// for something that never happens.
const waitsForEver = "SOCKET_TUTORIAL_TEST_WAITS"

func TestMain(m *testing.M) {
	if os.Getenv(waitsForEver) != "" {
		class := func() basehttp.Handler {
			return &script{run: func(h *script) {
				h.SendResponseOnly(102)
				h.EndHeaders()
				h.Wfile.Flush()
				select {}
			}}
		}
		os.Exit(basehttp.Test(class, "127.0.0.1", 0, "HTTP/1.1"))
	}
	stagetest.SideBySide(16) // slow clients, which wait
	os.Exit(m.Run())
}

func TestSecondSignalEndsAServerWhoseMethodWaitsForEver(t *testing.T) {
	t.Parallel()
	server := exec.Command(os.Args[0])
	server.Env = append(os.Environ(), waitsForEver+"=yes")
	stdout, err := server.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, server.Start())
	hung := time.AfterFunc(patience, func() { server.Process.Kill() })
	defer hung.Stop()
	out := bufio.NewReader(stdout)
	line, err := out.ReadString('\n')
	require.NoError(t, err)
	_, address, _ := strings.Cut(strings.TrimSuffix(line, "/) ...\n"), "http://")
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err, line)
	defer conn.Close()
	io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")

	_, err = conn.Read(make([]byte, 10)) // the method has begun
	require.NoError(t, err)
	require.NoError(t, server.Process.Signal(os.Interrupt))
	rest, err := out.ReadString('.')
	require.NoError(t, err, rest)
	require.NoError(t, server.Process.Signal(os.Interrupt))
	_, err = io.ReadAll(out)
	require.NoError(t, err)
	assert.NoError(t, server.Wait(), "status 0")
}
