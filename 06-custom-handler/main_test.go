package main

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/stagetest"
)

func TestMain(m *testing.M) { stagetest.Main(m, main) }

func TestChecks(t *testing.T) { stagetest.Verify(t, "06") }

// The article's last exchange, byte by byte, and the line that the server logs.
func TestHelloWorld(t *testing.T) {
	server := start(t, "0")
	assert.Regexp(t, `^HTTP/1\.0 200 OK\r\n`+
		`Server: \S+ Go/\S+\r\n`+
		`Date: [A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT\r\n`+
		`Content-type: text/html\r\n`+
		`\r\n`+
		`hello world\r\n$`,
		server.ask(t, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
	assert.Regexp(t, `^127\.0\.0\.1 - - \[\d{2}/[A-Z][a-z]{2}/\d{4} \d{2}:\d{2}:\d{2}\] "GET / HTTP/1\.1" 200 -\n$`, server.stop(t))
}

// A method that the handler does not have is not implemented.
func TestOtherMethods(t *testing.T) {
	server := start(t, "0")
	for _, method := range []string{"HEAD", "POST", "BREW"} {
		assert.Regexp(t, `^HTTP/1\.0 501 Unsupported method \('`+method+`'\)\r\n`, server.ask(t, method+" / HTTP/1.0\r\n\r\n"))
	}
	server.stop(t)
}

func TestApp(t *testing.T) {
	server := start(t, "-app", "0")

	t.Run("a form", func(t *testing.T) {
		assert.Contains(t, server.ask(t, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"), "<h1>hello world</h1>")
		assert.Contains(t, server.ask(t, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"), `<a href="/count">`)
	})
	t.Run("a form that was sent, with a name that is no markup", func(t *testing.T) {
		assert.Contains(t, server.ask(t, "POST /greet HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"+
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 14\r\n\r\nname=%3Ci%3E+W"), "<h1>hello &lt;i&gt; W</h1>")
	})
	t.Run("a stream of chunks", func(t *testing.T) {
		answer := server.ask(t, "GET /count HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
		assert.Contains(t, answer, "Transfer-Encoding: chunked\r\n")
		assert.True(t, strings.HasSuffix(answer, "\r\n\r\n2\r\n1\n\r\n2\r\n2\n\r\n2\r\n3\n\r\n2\r\n4\n\r\n2\r\n5\n\r\n0\r\n\r\n"), answer)
	})
	t.Run("what the mux does not know", func(t *testing.T) {
		answer := server.ask(t, "GET /nope HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
		assert.Contains(t, answer, "HTTP/1.1 404 Not Found\r\n")
		assert.Contains(t, answer, "Content-Type: text/html; charset=utf-8\r\n")
		assert.Contains(t, answer, `<h1>404 Not Found</h1>`)
		assert.Contains(t, answer, `<a href="/">`)
		answer = server.ask(t, "DELETE /greet HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
		assert.Contains(t, answer, "HTTP/1.1 405 Method Not Allowed\r\n")
		assert.Contains(t, answer, "Allow: POST\r\n")
	})
	server.stop(t)
}

// Each mistake at the command line is one line that says what to do.
func TestBadUsage(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	_, port, _ := net.SplitHostPort(taken.Addr().String())

	tests := []struct {
		name   string
		args   []string
		status int
		says   string
	}{
		{"a port that is none", []string{"http"}, 2, "http"},
		{"a port out of range", []string{"65536"}, 2, "65536"},
		{"too many", []string{"8000", "8001"}, 2, "8001"},
		{"a port in use", []string{port}, 1, port},
		{"an address that is not ours", []string{"-bind", "192.0.2.1", "0"}, 1, "192.0.2.1"},
		{"an unknown flag", []string{"-nope"}, 2, "nope"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var stderr bytes.Buffer
			cmd := stagetest.Self(test.args...)
			cmd.Stderr = &stderr
			require.NoError(t, cmd.Start())
			hung := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
			cmd.Wait()
			hung.Stop()
			assert.Equal(t, test.status, cmd.ProcessState.ExitCode())
			assert.Contains(t, stderr.String(), test.says)
			assert.Equal(t, 1, strings.Count(stderr.String(), "\n"), "one line:\n%s", &stderr)
		})
	}
}

// program is a running server and what it has printed to stderr.
type program struct {
	cmd     *exec.Cmd
	address string
	mu      sync.Mutex
	stderr  bytes.Buffer
}

func (p *program) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stderr.Write(b)
}

var serving = regexp.MustCompile(`^Serving HTTP on 127\.0\.0\.1 port (\d+) \(http://127\.0\.0\.1:(\d+)/\) \.\.\.\n$`)

func start(t *testing.T, args ...string) *program {
	t.Helper()
	p := &program{cmd: stagetest.Self(args...)}
	p.cmd.Stderr = p
	stdout, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	t.Cleanup(func() { p.cmd.Process.Kill() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	match := serving.FindStringSubmatch(line)
	require.NotNil(t, match, "%q", line)
	p.address = "127.0.0.1:" + match[1]
	go io.Copy(io.Discard, stdout)
	return p
}

// ask sends request and returns all that comes back until the end.
func (p *program) ask(t *testing.T, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", p.address)
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	_, err = io.WriteString(conn, request)
	require.NoError(t, err)
	answer, err := io.ReadAll(conn)
	require.NoError(t, err)
	return string(answer)
}

// stop interrupts the program, as Ctrl-C does, and returns its log.
func (p *program) stop(t *testing.T) (log string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		p.cmd.Process.Kill()
		p.cmd.Wait()
		return p.stderr.String()
	}
	require.NoError(t, p.cmd.Process.Signal(os.Interrupt))
	assert.NoError(t, p.cmd.Wait(), "Ctrl-C ends the program with status 0")
	return p.stderr.String()
}
