package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
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

	"example.com/socket-tutorial/harness/stagetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestChecks(t *testing.T) { stagetest.Verify(t, "01") }

// patience is how long anything here may take on a loaded machine.
const patience = 30 * time.Second

// A server is the program, running.
type server struct {
	*exec.Cmd
	address string

	mu     sync.Mutex
	stdout bytes.Buffer
	stderr bytes.Buffer
	ended  chan struct{} // closed when stdout is
}

// start runs the program on a free port, until the test ends.
func start(t testing.TB, args ...string) *server {
	t.Helper()
	return startCommand(t, stagetest.Self(append([]string{"-port", "0"}, args...)...))
}

func startCommand(t testing.TB, cmd *exec.Cmd) *server {
	t.Helper()
	s := &server{Cmd: cmd, ended: make(chan struct{})}
	cmd.Stderr = &s.stderr
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		cmd.Process.Kill()
		<-s.ended
		cmd.Wait()
	})
	go func() {
		defer close(s.ended)
		io.Copy(writerFunc(s.hear), stdout)
	}()
	port := s.await(t, `Server start, listening (\d+)\n`)[1]
	s.address = "127.0.0.1:" + port
	return s
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func (s *server) hear(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stdout.Write(p)
}

// said is everything on standard output until now.
func (s *server) said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stdout.String()
}

// await waits until the program has printed what matches pattern.
func (s *server) await(t testing.TB, pattern string) []string {
	t.Helper()
	re := regexp.MustCompile(pattern)
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if found := re.FindStringSubmatch(s.said()); found != nil {
			return found
		}
	}
	require.FailNowf(t, "the program did not say it", "%s\nin:\n%s%s", pattern, s.said(), s.stderr.String())
	return nil
}

// messages are the article's, without the calls between them.
func (s *server) messages() []string {
	var found []string
	for _, line := range strings.Split(s.said(), "\n") {
		if strings.HasPrefix(line, "Server ") {
			found = append(found, line)
		}
	}
	return found
}

// interrupt does what Ctrl-C does and returns the exit status.
func (s *server) interrupt(t testing.TB) int {
	t.Helper()
	require.NoError(t, s.Process.Signal(os.Interrupt))
	select {
	case <-s.ended:
	case <-time.After(patience):
		require.Fail(t, "Ctrl-C did not end the program", s.said())
	}
	s.Wait()
	return s.ProcessState.ExitCode()
}

func dial(t testing.TB, s *server) *net.TCPConn {
	t.Helper()
	conn, err := net.Dial("tcp", s.address)
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	require.NoError(t, conn.SetDeadline(time.Now().Add(patience)))
	return conn.(*net.TCPConn)
}

// requireEcho sends message while it reads, and wants it back as it was.
func requireEcho(t testing.TB, conn net.Conn, message []byte) {
	t.Helper()
	go conn.Write(message)
	back := make([]byte, len(message))
	_, err := io.ReadFull(conn, back)
	require.NoError(t, err)
	require.True(t, bytes.Equal(message, back), "not the same bytes came back")
}

func randomBytes(n int) []byte {
	data := make([]byte, n)
	rand.Read(data)
	return data
}

func TestArticlesMessages(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			s := start(t, "-mode", mode)
			conn := dial(t, s)
			requireEcho(t, conn, []byte("Hello"))
			requireEcho(t, conn, []byte("你好\n"))
			conn.Close()
			s.await(t, "Server Recv Over\n")
			_, port, _ := net.SplitHostPort(s.address)
			assert.Equal(t, []string{
				"Server start, listening " + port,
				"Server Recv Data: Hello",
				"Server Send Data: Hello",
				"Server Recv Data: 你好",
				"Server Send Data: 你好",
				"Server Recv Over",
			}, s.messages())
			if runtime.GOOS != "windows" { // where no process can send Ctrl-C to another
				assert.Zero(t, s.interrupt(t))
			}
			assert.Empty(t, s.stderr.String())
		})
	}
}

func TestMegabyteComesBackIdentical(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			s := start(t, "-mode", mode)
			first, second := dial(t, s), dial(t, s)
			requireEcho(t, first, []byte("first"))
			if mode == "blocking" {
				second.Write([]byte("second"))
				requireEcho(t, first, randomBytes(1<<20))
				second.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
				_, err := second.Read(make([]byte, 1))
				require.ErrorIs(t, err, os.ErrDeadlineExceeded, "the second client is served before its turn")
				first.Close()
				second.SetReadDeadline(time.Now().Add(patience))
				back := make([]byte, len("second"))
				_, err = io.ReadFull(second, back)
				require.NoError(t, err)
				assert.Equal(t, "second", string(back))
				return
			}
			requireEcho(t, second, randomBytes(1<<20))
			requireEcho(t, first, randomBytes(1<<20))
		})
	}
}

func TestSlowReaderStopsNobodyElse(t *testing.T) {
	for _, mode := range []string{"select", "net"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			skipUnlessMode(t, mode)
			s := start(t, "-mode", mode, "-buffer", "65536")
			slow, quick := dial(t, s), dial(t, s)
			message := randomBytes(32 << 20) // more than the kernel's buffers hold
			go func() {
				slow.Write(message)
				slow.CloseWrite()
			}()
			for range 20 {
				requireEcho(t, quick, []byte("quick"))
			}
			back, err := io.ReadAll(slow)
			require.NoError(t, err)
			assert.True(t, bytes.Equal(message, back), "%d of %d bytes", len(back), len(message))
		})
	}
}

func TestResetEndsOneConnection(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			s := start(t, "-mode", mode)
			conn := dial(t, s)
			requireEcho(t, conn, []byte("Hello"))
			conn.SetLinger(0) // close sends a reset
			conn.Close()
			s.await(t, "Server Recv Error: .")
			requireEcho(t, dial(t, s), []byte("Hello"))
		})
	}
}

func TestNoConnectionLeaksItsDescriptor(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			s := start(t, "-mode", mode)
			var highest string
			for range 20 {
				conn := dial(t, s)
				requireEcho(t, conn, []byte("Hello"))
				conn.Close()
			}
			if mode == "net" {
				return // the numbers are not to be seen
			}
			s.await(t, `(?s)(Server Recv Over.*){20}`)
			for _, found := range regexp.MustCompile(`accept4?\(.* = (\d+)\n`).FindAllStringSubmatch(s.said(), -1) {
				highest = max(highest, fmt.Sprintf("%5s", found[1]))
			}
			first := regexp.MustCompile(`socket\(.* = (\d+)\n`).FindStringSubmatch(s.said())[1]
			var sock, top int
			fmt.Sscan(first, &sock)
			fmt.Sscan(highest, &top)
			assert.LessOrEqual(t, top, sock+3, "descriptors only grow:\n%s", s.said())
		})
	}
}

func TestInterruptEndsAtOnce(t *testing.T) {
	skipUnlessMode(t, "blocking") // a process cannot be sent Ctrl-C elsewhere
	for _, mode := range modes {
		for _, in := range []string{"accept", "read"} {
			t.Run(mode+"/"+in, func(t *testing.T) {
				t.Parallel()
				s := start(t, "-mode", mode)
				if in == "read" {
					requireEcho(t, dial(t, s), []byte("Hello"))
				}
				assert.Zero(t, s.interrupt(t))
				assert.Regexp(t, `\nServer stop, .*\n$`, s.said())
				assert.Empty(t, s.stderr.String())
			})
		}
	}
}

func TestRestartAtOnce(t *testing.T) {
	skipUnlessMode(t, "blocking")
	for _, mode := range modes {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			s := start(t, "-mode", mode)
			conn := dial(t, s)
			requireEcho(t, conn, []byte("Hello"))
			s.interrupt(t) // the server closes first: its end lingers in TIME_WAIT
			_, err := conn.Read(make([]byte, 1))
			require.ErrorIs(t, err, io.EOF)
			conn.Close()
			_, port, _ := net.SplitHostPort(s.address)
			again := startCommand(t, stagetest.Self("-port", port, "-mode", mode))
			requireEcho(t, dial(t, again), []byte("Hello"))
		})
	}
}

// TestErrors: each is one line, and says what to do.
func TestErrors(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { taken.Close() })
	_, port, _ := net.SplitHostPort(taken.Addr().String())
	for _, c := range []struct {
		args   string
		status int
		wants  string
	}{
		{"-port " + port, 1, `^Socket error: .*` + port + `.*another program listens there: stop it or choose another -port\n$`},
		// A label longer than DNS has: no resolver needs to be asked.
		{"-host " + strings.Repeat("x", 64), 1, `^Socket error: .*no such host; check the name after -host, or use 127.0.0.1\n$`},
		{"-host 192.0.2.1 -port 0", 1, `^Socket error: .*192.0.2.1.*this machine does not have the address`},
		{"-port 65536", 2, `^01-echo-server: -port 65536: choose one from 1 to 65535, or 0 for any free one \(-h shows the flags\)\n$`},
		{"-port -1", 2, `^01-echo-server: -port -1: choose one from 1 to 65535`},
		{"-port five", 2, `^01-echo-server: .*"five".*\(-h shows the flags\)\n$`},
		{"-port 0 -buffer 0", 2, `^01-echo-server: -buffer 0: choose at least 1 byte`},
		{"-mode epoll", 2, `^01-echo-server: -mode epoll: choose blocking, select or net`},
		{"-mode net -backlog 9", 2, `^01-echo-server: -backlog is for blocking and select`},
		{"5000", 2, `^01-echo-server: "5000" is not a flag`},
	} {
		everyMode := modes
		if c.status == 2 {
			everyMode = []string{""}
		}
		for _, mode := range everyMode {
			t.Run(c.args+" "+mode, func(t *testing.T) {
				t.Parallel()
				args := strings.Fields(c.args)
				if mode != "" {
					args = append(args, "-mode", mode)
				}
				stderr, status := runToEnd(t, stagetest.Self(args...))
				assert.Equal(t, c.status, status)
				assert.Regexp(t, c.wants, stderr)
				assert.Equal(t, 1, strings.Count(stderr, "\n"), "one line: %s", stderr)
			})
		}
	}
}

func runToEnd(t *testing.T, cmd *exec.Cmd) (stderr string, status int) {
	t.Helper()
	var out bytes.Buffer
	cmd.Stderr = &out
	require.NoError(t, cmd.Start())
	timer := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	defer timer.Stop()
	cmd.Wait()
	return out.String(), cmd.ProcessState.ExitCode()
}

func TestUsage(t *testing.T) {
	out, err := stagetest.Self("-h").Output()
	require.NoError(t, err)
	assert.Regexp(t, `(?s)^Usage: .*01-echo-server -mode select.*-backlog connections.*default 5`, string(out))
}

func TestLocalhostByName(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			s := start(t, "-mode", mode, "-host", "localhost")
			requireEcho(t, dial(t, s), []byte("Hello"))
		})
	}
}
