package terminal

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

const (
	columns  = 80
	deadline = 60 * time.Second // for output to appear or a program to end, on a busy machine
)

// pty opens a pseudo-terminal of 80 columns: pty(7). What is written to the
// master is typed; what a program prints to the terminal is read from it.
func pty(t *testing.T) (master, terminal *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminal: %v", err)
	}
	t.Cleanup(func() { master.Close() })
	fd := int(master.Fd())
	require.NoError(t, unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0))
	n, err := unix.IoctlGetUint32(fd, unix.TIOCGPTN)
	require.NoError(t, err)
	require.NoError(t, unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns}))
	terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	return master, terminal
}

// output collects what a program prints to one place.
type output struct {
	sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.Lock()
	defer o.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.Lock()
	defer o.Unlock()
	return o.text.String()
}

// session is a program at work on a terminal of its own.
type session struct {
	cmd      *exec.Cmd
	keyboard *os.File
	screen   output // what went to the terminal
	pipe     output // what went into a pipe
	ended    chan struct{}
}

// place says where a program's output goes.
type place struct {
	stdoutPiped, stderrPiped bool
	environment              []string
}

// start runs a program as a shell would in a terminal: it leads a session,
// and the terminal's ^C reaches it.
func start(t *testing.T, where place, program string, args ...string) *session {
	t.Helper()
	s := &session{ended: make(chan struct{})}
	master, terminal := pty(t)
	s.keyboard = master
	s.cmd = exec.Command(program, args...)
	s.cmd.Dir = t.TempDir()
	s.cmd.Env = append(withoutColours(), where.environment...)
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = terminal, terminal, terminal
	if where.stdoutPiped {
		s.cmd.Stdout = &s.pipe
	}
	if where.stderrPiped {
		s.cmd.Stderr = &s.pipe
	}
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, s.cmd.Start())
	terminal.Close()
	read := make(chan struct{})
	go func() { // ends with the last program that has the terminal open
		defer close(read)
		buffer := make([]byte, 4096)
		for {
			n, err := master.Read(buffer)
			s.screen.Write(buffer[:n])
			if err != nil {
				return
			}
		}
	}()
	go func() {
		defer close(s.ended)
		s.cmd.Wait()
		<-read
	}()
	t.Cleanup(func() {
		s.cmd.Process.Kill()
		<-s.ended
	})
	return s
}

// withoutColours is the environment less what decides about colours.
func withoutColours() (environment []string) {
	for _, variable := range os.Environ() {
		if !bytes.HasPrefix([]byte(variable), []byte("NO_COLOR=")) && !bytes.HasPrefix([]byte(variable), []byte("TERM=")) {
			environment = append(environment, variable)
		}
	}
	return append(environment, "TERM=xterm-256color")
}

// await waits until part has been printed, wherever to.
func (s *session) await(t *testing.T, part string) {
	t.Helper()
	s.until(t, part, func() bool {
		return bytes.Contains([]byte(s.screen.String()+s.pipe.String()), []byte(part))
	})
}

func (s *session) until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for limit := time.Now().Add(deadline); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(limit) {
			require.FailNow(t, "waited in vain", "for %s\nterminal: %q\npipe: %q", what, s.screen.String(), s.pipe.String())
		}
	}
}

// interrupt types ^C.
func (s *session) interrupt(t *testing.T) {
	t.Helper()
	_, err := s.keyboard.Write([]byte{3})
	require.NoError(t, err)
}

// status waits for the program's end.
func (s *session) status(t *testing.T) int {
	t.Helper()
	s.until(t, "the end of "+s.cmd.String(), func() bool {
		select {
		case <-s.ended:
			return true
		default:
			return false
		}
	})
	return s.cmd.ProcessState.ExitCode()
}
