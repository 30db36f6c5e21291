package docs

import (
	"bytes"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/socket-tutorial/harness/program"
)

const (
	showDeadline = 40 * time.Second // for a line to appear; machines that test are busy
	lookDeadline = 10 * time.Second // for what a command looks at to be as shown
	portDeadline = 10 * time.Second // for a server to listen
	endDeadline  = 3 * time.Minute  // for a command to end
	stopDeadline = 15 * time.Second // for a program to end after ^C
	pollInterval = 10 * time.Millisecond
)

// terminal is one command with its output, in a process group of its own as
// under a shell with job control.
type terminal struct {
	step    step
	heading int
	shown   []string // by the lesson, so far
	cmd     *exec.Cmd
	input   io.Closer // open as long as nobody presses ^D
	screen  screen
	ended   chan struct{} // closed when the command has ended
}

// screen collects stdout and stderr in the order of writing.
type screen struct {
	sync.Mutex
	text bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.Lock()
	defer s.Unlock()
	return s.text.Write(p)
}

// lines are all lines so far, the last one perhaps not complete.
func (s *screen) lines() []string {
	s.Lock()
	defer s.Unlock()
	text := strings.TrimSuffix(s.text.String(), "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// open starts the step's command. Standard input is empty for $, and for a
// named terminal is one at which nobody types.
func open(w *workspace, s step, heading int) (*terminal, error) {
	t := &terminal{step: s, heading: heading, ended: make(chan struct{})}
	t.cmd = w.command(s.command)
	t.cmd.Stdout, t.cmd.Stderr = &t.screen, &t.screen
	t.cmd.WaitDelay = 2 * time.Second
	if s.terminal != "" {
		input, err := t.cmd.StdinPipe()
		if err != nil {
			return nil, err
		}
		t.input = input
	}
	ownGroup(t.cmd)
	if err := t.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(t.ended)
		t.cmd.Wait()
	}()
	return t, nil
}

// await waits until the first n lines shown by the lesson are on the screen,
// or, if whole, until the command has ended and they are all there is. It
// returns what is wrong, or "".
func (t *terminal) await(n int, whole bool) string {
	limit := showDeadline
	if whole {
		limit = endDeadline
	}
	deadline := time.Now().Add(limit)
	for {
		over := t.hasEnded() // before the screen is read: no line can come later
		placed, ok := match(t.shown[:n], t.screen.lines(), whole)
		if ok && (over || !whole) {
			return ""
		}
		if over {
			return t.difference(placed, "the command has ended")
		}
		if time.Now().After(deadline) {
			if whole && ok {
				return fmt.Sprintf("no end after %v: give it a terminal of its own, or ^C", limit)
			}
			return t.difference(placed, fmt.Sprintf("nothing more in %v", limit))
		}
		time.Sleep(pollInterval)
	}
}

// awaitPort waits until the command listens at a port, as a server does that
// writes to a file and shows nothing by which to tell that it is ready. A
// command that is no server is not waited for in vain for long.
func (t *terminal) awaitPort() {
	for deadline := time.Now().Add(portDeadline); time.Now().Before(deadline); time.Sleep(pollInterval) {
		if t.hasEnded() || program.GroupListens(t.cmd.Process.Pid) {
			return
		}
	}
}

func (t *terminal) hasEnded() bool {
	select {
	case <-t.ended:
		return true
	default:
		return false
	}
}

func (t *terminal) difference(placed int, state string) string {
	missing := "more than the lesson shows"
	if placed < len(t.shown) {
		missing = fmt.Sprintf("not the line that the lesson shows next:\n    %s", t.shown[placed])
	}
	return fmt.Sprintf("%s, and the terminal has %s\n  it has:\n    %s", state, missing,
		strings.Join(t.screen.lines(), "\n    "))
}

// interrupt presses ^C and holds the last words against the lesson's.
func (t *terminal) interrupt(lastWords []string) string {
	if wrong := t.await(len(t.shown), false); wrong != "" {
		return wrong
	}
	interruptGroup(t.cmd)
	select {
	case <-t.ended:
	case <-time.After(stopDeadline):
		return fmt.Sprintf("no end %v after ^C", stopDeadline)
	}
	// Where a program begins its last words with an end of line, a terminal shows
	// no empty line: ^C stands in it.
	line := append(slices.Clone(t.shown), "")
	if _, ok := match(append(line, lastWords...), t.screen.lines(), true); ok {
		t.shown = line
	}
	t.shown = append(t.shown, lastWords...)
	if wrong := t.await(len(t.shown), true); wrong != "" {
		return wrong
	}
	if status := t.cmd.ProcessState.ExitCode(); status != 0 && goRun.MatchString(t.step.command) {
		return fmt.Sprintf("status %d after ^C, want 0", status)
	}
	return ""
}

// close ends the command in any case.
func (t *terminal) close() {
	if t.input != nil {
		t.input.Close()
	}
	if !t.hasEnded() {
		interruptGroup(t.cmd)
		select {
		case <-t.ended:
		case <-time.After(stopDeadline):
		}
	}
	killGroup(t.cmd) // also what the command has left behind
	<-t.ended
}
