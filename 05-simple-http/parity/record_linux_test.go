package parity

import (
	"bufio"
	"cmp"
	"flag"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var record = flag.Bool("record", false, "ask both Pythons again and write testdata/recorded.txt")

// The servers that `python -m SimpleHTTPServer` and `python -m http.server`
// start, but on the loopback address and a free port, which they print. Types
// from the machine's mime.types are left out: the table in Python is the model.
const (
	serve2 = `
import mimetypes, sys
mimetypes.knownfiles = []
import BaseHTTPServer, SimpleHTTPServer
s = BaseHTTPServer.HTTPServer(("127.0.0.1", 0), SimpleHTTPServer.SimpleHTTPRequestHandler)
print s.server_address[1]
sys.stdout.flush()
s.serve_forever()`
	serve3 = `
import mimetypes
mimetypes.knownfiles = []
import http.server
s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
print(s.server_address[1], flush=True)
s.serve_forever()`
)

// recordAll asks the Python that each request names and keeps its answers.
func recordAll(t *testing.T, root string) {
	python2 := startPython(t, root, cmp.Or(os.Getenv("PARITY_PYTHON2"), "python2.7"), serve2)
	python3 := startPython(t, root, cmp.Or(os.Getenv("PARITY_PYTHON3"), "python3.13"), serve3)
	var exchanges []exchange
	for _, r := range requests() {
		e := exchange{name: r.name, python: "2.7", request: []byte(r.bytes)}
		address := python2
		if r.better != "" {
			e.python, address = "3.13: "+r.better, python3
		}
		e.answer = ask(t, address, r)
		exchanges = append(exchanges, e)
	}
	writeRecorded(t, exchanges)
}

// startPython serves root with program until the test ends, and returns its
// address.
func startPython(t *testing.T, root, python, program string) string {
	t.Helper()
	cmd := exec.Command(python, "-c", program)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TZ=UTC")
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start(), "no %s: name one in PARITY_PYTHON2 and PARITY_PYTHON3", python)
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	port, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	return "127.0.0.1:" + strings.TrimSpace(port)
}

// ask sends r on a connection of its own, half-closes it, and returns all that
// comes back. A reset after the answer is an end like any other: CPython closes
// with input unread.
func ask(t *testing.T, address string, r request) []byte {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(30*time.Second)))
	if _, err := io.WriteString(conn, r.bytes); err == nil {
		conn.(*net.TCPConn).CloseWrite()
	}
	answer, err := io.ReadAll(conn)
	require.False(t, os.IsTimeout(err), "%s: no end of the answer after 30 s", r.name)
	return answer
}
