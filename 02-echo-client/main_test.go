package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"example.com/socket-tutorial/harness/stagetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) { stagetest.Main(m, main) }

func TestChecks(t *testing.T) { stagetest.Verify(t, "02") }

// limit is how long anything here may take on a loaded machine.
const limit = 30 * time.Second

// serve accepts one connection and answers it, and returns the port. A test
// ends after its server has.
func serve(t *testing.T, answer func(*net.TCPConn)) (port string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(limit))
		answer(conn.(*net.TCPConn))
	}()
	t.Cleanup(func() {
		listener.Close()
		<-ended
	})
	_, port, _ = net.SplitHostPort(listener.Addr().String())
	return port
}

func echo(conn *net.TCPConn) { io.Copy(conn, conn) }

// A result is all that a program leaves behind.
type result struct {
	stdout, stderr string
	status         int
}

func run02(t *testing.T, stdin io.Reader, args ...string) result {
	t.Helper()
	return toEnd(t, stdin, stagetest.Self(args...))
}

func toEnd(t *testing.T, stdin io.Reader, cmd *exec.Cmd) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, &stdout, &stderr
	require.NoError(t, cmd.Start())
	timer := time.AfterFunc(limit, func() { cmd.Process.Kill() })
	cmd.Wait()
	require.True(t, timer.Stop(), "the program did not end:\n%s", stdout.String())
	return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// messages are the article's, without the calls between them.
func messages(stdout string) []string {
	var found []string
	for _, line := range strings.Split(stdout, "\n") {
		if strings.HasPrefix(line, "Client ") || strings.HasPrefix(line, "Closing ") {
			found = append(found, line)
		}
	}
	return found
}

func TestArticlesMessages(t *testing.T) {
	for _, mode := range modes {
		for message, want := range map[string][]string{
			"Hello":            {"Client Received: Hello"},
			"0123456789":       {"Client Received: 0123456789"},
			"Hello, my server": {"Client Received: Hello, my ", "Client Received: server"},
			"":                 nil,
		} {
			t.Run(mode+"/"+message, func(t *testing.T) {
				got := run02(t, nil, "-port", serve(t, echo), "-message", message, "-mode", mode)
				assert.Equal(t, append(want, "Closing connection to the server"), messages(got.stdout))
				assert.Empty(t, got.stderr)
				assert.Zero(t, got.status)
			})
		}
	}
}

func TestEchoInPieces(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode, func(t *testing.T) {
			port := serve(t, func(conn *net.TCPConn) {
				message := make([]byte, 5)
				io.ReadFull(conn, message)
				for _, b := range message {
					conn.Write([]byte{b})
					time.Sleep(5 * time.Millisecond) // not to be ready, but to be apart
				}
				_, err := conn.Read(message)
				assert.ErrorIs(t, err, io.EOF, "the client did not close")
			})
			got := run02(t, nil, "-port", port, "-mode", mode)
			together := strings.NewReplacer("Client Received: ", "", "Closing connection to the server", "")
			assert.Equal(t, "Hello", together.Replace(strings.Join(messages(got.stdout), "")))
			assert.Zero(t, got.status)
		})
	}
}

// TestMessageLargerThanTheKernelsBuffers would never end if the client did not
// receive while it sends.
func TestMessageLargerThanTheKernelsBuffers(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode, func(t *testing.T) {
			message := make([]byte, 16<<20)
			rand.Read(message)
			port := serve(t, func(conn *net.TCPConn) {
				conn.SetReadBuffer(1 << 16)
				conn.SetWriteBuffer(1 << 16)
				io.Copy(struct{ io.Writer }{conn}, struct{ io.Reader }{conn})
			})
			got := run02(t, bytes.NewReader(message), "-message", "-", "-port", port, "-mode", mode, "-buffer", "65536")
			assert.Zero(t, got.status, got.stderr)
			received := 0
			for _, m := range regexp.MustCompile(`(?m)^[Rr]ead\(.* = (\d+)$`).FindAllStringSubmatch(got.stdout, -1) {
				var n int
				fmt.Sscan(m[1], &n)
				received += n
			}
			assert.Equal(t, len(message), received)
			assert.True(t, strings.HasSuffix(got.stdout, " = 0\n"), "it ends with close")
		})
	}
}

// TestErrors: each is one line on stderr, and says what to do.
func TestErrors(t *testing.T) {
	for name, c := range map[string]struct {
		answer  func(*net.TCPConn) // nil: nobody listens
		args    []string
		status  int
		stderr  string
		closing bool
	}{
		"refused": {
			status: 1, stderr: `^Socket error: .*refused.*; nobody listens there: start 01-echo-server, or check -host and -port\n$`},
		"no such host": {args: []string{"-host", strings.Repeat("x", 64)}, // longer than DNS has: no resolver is asked
			status: 1, stderr: `^Socket error: .*no such host; check the name after -host, or use 127.0.0.1\n$`},
		"port too large": {args: []string{"-port", "65536"},
			status: 2, stderr: `^02-echo-client: -port 65536: choose the server's, from 1 to 65535 \(-h shows the flags\)\n$`},
		"port zero": {args: []string{"-port", "0"},
			status: 2, stderr: `^02-echo-client: -port 0: choose the server's`},
		"closed in mid-exchange": {answer: func(conn *net.TCPConn) {
			message := make([]byte, 5)
			io.ReadFull(conn, message)
			conn.Write(message[:3])
		}, status: 1, closing: true,
			stderr: `^Socket error: the server closed the connection: 3 of 5 bytes came back; the server ended it: .*\n$`},
		"reset in mid-exchange": {answer: func(conn *net.TCPConn) {
			io.ReadFull(conn, make([]byte, 5))
			conn.SetLinger(0) // close sends a reset
		}, status: 1, closing: true,
			stderr: `^Socket error: read.*; the server ended it: .*\n$`},
		"closed at once": {answer: func(conn *net.TCPConn) {}, args: []string{"-message", "-"},
			status: 1, closing: true, stderr: `^Socket error: .*; the server ended it: .*\n$`},
		"not a number": {args: []string{"-port", "five"}, status: 2, stderr: `^02-echo-client: .*"five".*\(-h shows the flags\)\n$`},
		"no such mode": {args: []string{"-mode", "select"}, status: 2, stderr: `^02-echo-client: -mode select: choose blocking or net`},
		"no buffer":    {args: []string{"-buffer", "0"}, status: 2, stderr: `^02-echo-client: -buffer 0: choose at least 1 byte`},
		"not a flag":   {args: []string{"Hello"}, status: 2, stderr: `^02-echo-client: "Hello" is not a flag`},
	} {
		for _, mode := range modes {
			t.Run(name+"/"+mode, func(t *testing.T) {
				port := unusedPort(t)
				if c.answer != nil {
					port = serve(t, c.answer)
				}
				got := run02(t, bytes.NewReader(make([]byte, 32<<20)), append([]string{"-port", port, "-mode", mode}, c.args...)...)
				assert.Equal(t, c.status, got.status)
				assert.Regexp(t, c.stderr, got.stderr)
				assert.Equal(t, 1, strings.Count(got.stderr, "\n"), "one line: %s", got.stderr)
				assert.Equal(t, c.closing, strings.Contains(got.stdout, "Closing connection to the server\n"), got.stdout)
			})
		}
	}
}

// unusedPort is a port that was free a moment ago.
func unusedPort(t *testing.T) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return port
}

func TestUsage(t *testing.T) {
	got := run02(t, nil, "-h")
	assert.Zero(t, got.status)
	assert.Empty(t, got.stderr)
	assert.Regexp(t, `(?s)^Usage: .*02-echo-client -message.*-buffer bytes.*default 10`, got.stdout)
}

func TestLocalhostByName(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode, func(t *testing.T) {
			got := run02(t, nil, "-host", "localhost", "-port", serve(t, echo), "-mode", mode)
			assert.Zero(t, got.status, got.stderr)
		})
	}
}
