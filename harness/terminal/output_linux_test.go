package terminal

import (
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// command is one use of a program.
type command struct {
	name     string
	folder   string // below the repository's root
	args     []string
	coloured bool // on a terminal
	fits     bool // within 80 columns
	// use does what a person does meanwhile and waits for what it leads to; nil if the
	// program ends of itself.
	use    func(t *testing.T, s *session)
	status int
}

var commands = []command{
	{name: "01-blocking", folder: "01-echo-server", args: []string{"-port", "0"}, coloured: true, use: echoOnce},
	{name: "01-select", folder: "01-echo-server", args: []string{"-port", "0", "-mode", "select"}, coloured: true, use: echoOnce},
	{name: "01-net", folder: "01-echo-server", args: []string{"-port", "0", "-mode", "net"}, use: echoOnce},
	{name: "01-error", folder: "01-echo-server", args: []string{"-host", "192.0.2.1", "-port", "0"}, status: 1},
	{name: "02-blocking", folder: "02-echo-client", args: []string{"-port", echoPort}, coloured: true},
	{name: "02-net", folder: "02-echo-client", args: []string{"-port", echoPort, "-mode", "net"}},
	{name: "03-echo", folder: "03-handshake-trace", args: []string{"-s", "echo"}, coloured: true, fits: true},
	{name: "03-explain", folder: "03-handshake-trace", args: []string{"-s", "echo", "-explain"}, coloured: true, fits: true},
	{name: "03-list", folder: "03-handshake-trace", args: []string{"-s", "list"}},
	{name: "04", folder: "04-base-http", args: []string{"0"}, use: getOnce},
	{name: "05", folder: "05-simple-http", args: []string{"0"}, use: getOnce},
	{name: "06", folder: "06-custom-handler", args: []string{"0"}, use: getOnce},
	{name: "harness-list", folder: "harness", args: []string{"-list"}, fits: true},
	{name: "harness-failure", folder: "harness", args: []string{"02/message", "--", "false", "{port}"}, coloured: true, fits: true, status: 1},
}

// echoPort stands for the port of an echo server of the test.
const echoPort = "ECHO"

var (
	listening = regexp.MustCompile(`listening (\d+)`)
	serving   = regexp.MustCompile(`\((http://[^)]+)\)`)
	escape    = regexp.MustCompile(`\x1b\[[0-9;]*[A-Za-z]`)
)

// find waits for the first line and returns what form finds in it.
func find(t *testing.T, s *session, form *regexp.Regexp) string {
	t.Helper()
	var found string
	s.until(t, form.String(), func() bool {
		if m := form.FindStringSubmatch(escape.ReplaceAllString(s.screen.String()+s.pipe.String(), "")); m != nil {
			found = m[1]
		}
		return found != ""
	})
	return found
}

func echoOnce(t *testing.T, s *session) {
	conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", find(t, s, listening)))
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(deadline)))
	_, err = conn.Write([]byte("Hello"))
	require.NoError(t, err)
	_, err = io.ReadFull(conn, make([]byte, 5))
	require.NoError(t, err)
	require.NoError(t, conn.Close())
	s.await(t, "Server Recv Over")
}

func getOnce(t *testing.T, s *session) {
	client := &http.Client{Timeout: deadline}
	answer, err := client.Get(find(t, s, serving))
	require.NoError(t, err)
	answer.Body.Close()
	s.await(t, `"GET / HTTP/1.1" 200 -`)
}

// echo serves one port with what each client says.
func echo(t *testing.T) (port string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				io.Copy(conn, conn)
			}()
		}
	}()
	_, port, err = net.SplitHostPort(l.Addr().String())
	require.NoError(t, err)
	return port
}

// places are where output can go, with what may be coloured there.
var places = []struct {
	name     string
	where    place
	coloured bool // on the terminal
}{
	{"terminal", place{}, true},
	{"NO_COLOR", place{environment: []string{"NO_COLOR=1"}}, false},
	{"dumb", place{environment: []string{"TERM=dumb"}}, false},
	{"piped", place{stdoutPiped: true, stderrPiped: true}, false},
	{"stdout-piped", place{stdoutPiped: true}, true},
	{"stderr-piped", place{stderrPiped: true}, true},
}

func TestOutput(t *testing.T) {
	bin, port := t.TempDir(), echo(t)
	for _, c := range commands {
		program := build(t, bin, c.folder)
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, p := range places {
				t.Run(p.name, func(t *testing.T) {
					t.Parallel()
					check(t, c, p.where, p.coloured, program, port)
				})
			}
		})
	}
}

// build makes the folder's program unless that has been done. go run keeps what it
// has linked in the build cache, which go build does not.
func build(t *testing.T, bin, folder string) string {
	program := filepath.Join(bin, folder)
	if _, err := os.Stat(program); err == nil {
		return program
	}
	cmd := exec.Command("go", "run", "-exec", "cp", ".", program)
	cmd.Dir = filepath.Join("..", "..", folder)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return program
}

func check(t *testing.T, c command, where place, mayColour bool, program, port string) {
	var args []string
	for _, arg := range c.args {
		args = append(args, strings.ReplaceAll(arg, echoPort, port))
	}
	s := start(t, where, program, args...)
	if c.use != nil {
		c.use(t, s)
		s.interrupt(t)
	}
	assert.Equal(t, c.status, s.status(t), "exit status")
	screen, pipe := s.screen.String(), s.pipe.String()

	assert.NotContains(t, pipe, "\x1b", "no escape sequence goes into a pipe")
	if !mayColour {
		assert.NotContains(t, screen, "\x1b", "no colour that was not wanted")
	}
	if c.coloured && where.stdoutPiped == where.stderrPiped && mayColour {
		assert.Contains(t, screen, "\x1b[", "a terminal shows colours")
		assert.Regexp(t, `\x1b\[[0;]*(2[0-9])?m[^\x1b]*$`, screen, "the last colour is ended")
	}
	for _, text := range []string{strings.TrimSuffix(screen, "^C"), pipe} { // ^C is the terminal's own
		if text != "" {
			assert.True(t, strings.HasSuffix(text, "\n"), "the shell's prompt begins a line: %q", text[max(0, len(text)-60):])
		}
	}
	assert.NotRegexp(t, `\^C[^\r\n]`, screen, "the last words begin a line")
	widest := widest(screen)
	if c.fits {
		assert.LessOrEqual(t, utf8.RuneCountInString(widest), columns, "the widest line: %q", widest)
	}
	if folder := os.Getenv("TRANSCRIPTS"); folder != "" {
		name := filepath.Join(folder, strings.ReplaceAll(t.Name(), "/", "-")+".txt")
		require.NoError(t, os.WriteFile(name, []byte(screen+"\n-- pipe\n"+pipe), 0o644))
	}
}

// widest returns the longest line as it is shown.
func widest(screen string) (widest string) {
	for _, line := range strings.Split(escape.ReplaceAllString(screen, ""), "\n") {
		if line = strings.TrimRight(line, "\r"); utf8.RuneCountInString(line) > utf8.RuneCountInString(widest) {
			widest = line
		}
	}
	return widest
}
