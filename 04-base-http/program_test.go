package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/stagetest"
)

const patience = 20 * time.Second

var servingLine = regexp.MustCompile(`^Serving HTTP on \S+ port \d+ \(http://(\S+)/\) \.\.\.\n$`)

// started is a running program, and what it prints after its first line.
type started struct {
	*exec.Cmd
	address string
	stdout  *bufio.Reader
}

// start runs command, which is this stage's program, until the test ends.
func start(t *testing.T, command *exec.Cmd) *started {
	stdout, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		command.Process.Kill()
		command.Wait()
	})
	program := &started{Cmd: command, stdout: bufio.NewReader(stdout)}
	line, err := program.stdout.ReadString('\n')
	require.NoError(t, err)
	found := servingLine.FindStringSubmatch(line)
	require.NotNil(t, found, line)
	program.address = found[1]
	return program
}

func (p *started) dial(t *testing.T) net.Conn {
	conn, err := net.Dial("tcp", p.address)
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	return conn
}

// ask sends a request for / and reads the answer.
func ask(t *testing.T, conn net.Conn) (answer string) {
	_, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	require.NoError(t, err)
	b := make([]byte, 4096)
	n, err := conn.Read(b)
	require.NoError(t, err)
	require.Contains(t, string(b[:n]), "200 OK")
	return string(b[:n])
}

func TestAnswerShowsWhatWasParsed(t *testing.T) {
	conn := start(t, stagetest.Self("0")).dial(t)
	io.WriteString(conn, "POST /a?b=c HTTP/1.1\r\nhost:  a\r\nX-Twice: 1\r\nContent-Length: 5\r\nX-Twice: 2\r\n\r\nhello")
	answer, err := io.ReadAll(conn)
	require.NoError(t, err)
	_, body, _ := strings.Cut(string(answer), "\r\n\r\n")
	assert.Equal(t, `request line  POST /a?b=c HTTP/1.1
  Command         POST
  Path            /a?b=c
  RequestVersion  HTTP/1.1
headers       4
  host: a
  X-Twice: 1
  Content-Length: 5
  X-Twice: 2
body          5 bytes
dispatch      Method("POST") found DoPOST
connection    closed after this answer
`, body)
}

func TestServingLineNamesWhereToGo(t *testing.T) {
	for bind, line := range map[string]string{
		"127.0.0.1": `^Serving HTTP on 127\.0\.0\.1 port (\d+) \(http://127\.0\.0\.1:\d+/\) \.\.\.\n$`,
		"[::1]":     `^Serving HTTP on ::1 port (\d+) \(http://\[::1\]:\d+/\) \.\.\.\n$`,
		"::1":       `^Serving HTTP on ::1 port (\d+) \(http://\[::1\]:\d+/\) \.\.\.\n$`,
		"0.0.0.0":   `^Serving HTTP on 0\.0\.0\.0 port (\d+) \(http://[1-9][0-9.]*:\d+/\) \.\.\.\n$`,
		"localhost": `^Serving HTTP on (127\.0\.0\.1|::1) port (\d+) \(http://\S+:\d+/\) \.\.\.\n$`,
	} {
		if listener, err := net.Listen("tcp", net.JoinHostPort(strings.Trim(bind, "[]"), "0")); err != nil {
			t.Logf("%s is not tried: %v", bind, err)
			continue
		} else {
			listener.Close()
		}
		command := stagetest.Self("0", "-bind", bind)
		var first bytes.Buffer
		stdout, err := command.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, command.Start())
		text, err := bufio.NewReader(io.TeeReader(stdout, &first)).ReadString('\n')
		command.Process.Kill()
		command.Wait()
		require.NoError(t, err)
		assert.Regexp(t, line, text)
	}
}

func TestBadUsageIsOneLineAndStatusTwo(t *testing.T) {
	for _, args := range [][]string{{"70000"}, {"http"}, {"-port", "1"}, {"8000", "8001"}, {"-protocol", "HTTP/2", "0"}, {"-bind"}} {
		assertFails(t, 2, "", args...)
	}
}

func TestErrorSaysWhatToDo(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	address := listener.Addr().(*net.TCPAddr)
	assertFails(t, 1, fmt.Sprintf("bind %v: .*; another program listens there: choose another port, or 0 for any that is free", address),
		fmt.Sprint(address.Port))
	assertFails(t, 1, "bind 192\\.0\\.2\\.77:0: .*; -bind takes an address of this machine", "-bind", "192.0.2.77", "0")
	assertFails(t, 1, "host\\.invalid.*; -bind takes an address of this machine", "-bind", "host.invalid", "0")
}

// assertFails runs the program, which must end with this status and one line.
func assertFails(t *testing.T, status int, line string, args ...string) {
	t.Helper()
	command := stagetest.Self(args...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	command.Run()
	assert.Equal(t, status, command.ProcessState.ExitCode(), stderr.String())
	assert.Equal(t, 1, strings.Count(stderr.String(), "\n"), stderr.String())
	assert.Regexp(t, line, stderr.String())
}

func TestHelpShowsExamples(t *testing.T) {
	output, err := stagetest.Self("8000", "-h").Output()
	require.NoError(t, err)
	assert.Equal(t, usage, string(output))
}

// A log whose reader is gone, as in "… 2>&1 | head", is no reason to end.
func TestLogIntoAClosedPipe(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	require.NoError(t, err)
	command := stagetest.Self("0")
	command.Stderr = writer
	program := start(t, command)
	writer.Close()
	reader.Close()
	for range 5 {
		ask(t, program.dial(t))
		time.Sleep(60 * time.Millisecond) // longer than the log is held back
	}
}
