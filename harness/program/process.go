package program

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"example.com/socket-tutorial/harness/lang"
)

// runMark is a variable in the environment of each program and of all that it
// starts. A child that has left the program's process group is known by it.
const runMark = "SOCKET_TUTORIAL_RUN"

// lastWords is how long what a program has started may go on to print after it.
const lastWords = time.Second

var runs atomic.Int64

// Process is a program that has been started.
type Process struct {
	Stdout, Stderr *Output

	cmd         *exec.Cmd
	mark        string // NAME=value, see runMark
	kill        context.CancelFunc
	exited      chan struct{} // closed when the program has ended; what it has started may live
	done        chan struct{} // closed when all of it has ended
	interrupted atomic.Bool
	started     int64 // see startedAt
	deserted    []int // processes that lived when the program had ended; read after exited
}

// Start starts command at place with extra words behind its own. A command
// that is given a directory and does not mention {dir} is started in it. The
// process ends with ctx, at the latest.
func Start(ctx context.Context, command Command, place Place, extra ...string) (*Process, error) {
	words := place.Fill(command.Args)
	dir := ""
	if place.Dir != "" && !command.Contract && !command.Mentions("{dir}") {
		words, dir = absolute(words), place.Dir
	}
	words = append(words, extra...)
	if !command.Contract {
		words = unbuffered(words)
	}
	ctx, kill := context.WithCancel(ctx)
	p := &Process{Stdout: &Output{}, Stderr: &Output{}, kill: kill, exited: make(chan struct{}), done: make(chan struct{})}
	p.mark = fmt.Sprintf("%s=%d-%d", runMark, os.Getpid(), runs.Add(1))
	p.cmd = exec.CommandContext(ctx, words[0], words[1:]...)
	p.cmd.Dir = dir
	p.cmd.Env = slices.Concat(inEnglish(os.Environ()), []string{"PYTHONUNBUFFERED=1", p.mark}, command.Env)
	OwnGroup(p.cmd)
	p.cmd.Cancel = func() error { return KillGroup(p.cmd.Process) }
	if err := p.start(ctx); err != nil {
		kill()
		return nil, lang.Errorf("start %s: %v", words[0], err)
	}
	return p, nil
}

// inEnglish returns environ so that a program speaks English, whose words checks
// may be about, and keeps the reader's character set (POSIX, Base Definitions,
// section 8.2).
func inEnglish(environ []string) []string {
	english := []string{"LC_MESSAGES=C"}
	for _, variable := range environ {
		switch name, value, _ := strings.Cut(variable, "="); name {
		case "LC_ALL":
			if value != "" {
				english = append(english, "LC_CTYPE="+value)
			}
		case "LC_MESSAGES", "LANGUAGE":
		default:
			english = slices.Insert(english, 0, variable)
		}
	}
	return english
}

// start starts the command with pipes of our own: os/exec's Wait would return
// only when all that has inherited them has ended, too.
func (p *Process) start(ctx context.Context) error {
	stdout, toStdout, err := os.Pipe()
	if err != nil {
		return err
	}
	defer toStdout.Close()
	stderr, toStderr, err := os.Pipe()
	if err != nil {
		stdout.Close()
		return err
	}
	defer toStderr.Close()
	p.cmd.Stdout, p.cmd.Stderr = toStdout, toStderr
	if err := p.cmd.Start(); err != nil {
		stdout.Close()
		stderr.Close()
		return err
	}
	p.started = startedAt(p.cmd.Process.Pid)
	copied := make(chan struct{})
	go func() {
		var both sync.WaitGroup
		both.Go(func() { io.Copy(p.Stdout, stdout) })
		both.Go(func() { io.Copy(p.Stderr, stderr) })
		both.Wait()
		close(copied)
	}()
	go func() {
		_ = p.cmd.Wait() // the status is read from ProcessState
		p.deserted = p.family()
		close(p.exited)
		select {
		case <-copied:
		case <-ctx.Done():
		case <-time.After(lastWords):
		}
		_ = KillGroup(p.cmd.Process)
		p.endFamily()
		// What it has printed is in the pipes, and they end with the last that could
		// write: only one that was not found keeps them open.
		select {
		case <-copied:
		case <-time.After(lastWords):
		}
		stdout.Close()
		stderr.Close()
		<-copied
		close(p.done)
	}()
	return nil
}

// Done is closed when the process has ended and its output is complete.
func (p *Process) Done() <-chan struct{} { return p.done }

// Status returns how the process ended: its exit status (-1 after a signal)
// and the same in words. It waits for the end.
func (p *Process) Status() (int, lang.Text) {
	<-p.done
	state := p.cmd.ProcessState
	words := inWords(state.String())
	if p.Deserted() {
		words = lang.Say("%s; what it has started (process %d) went on without it", words, p.deserted[0])
	}
	return state.ExitCode(), words
}

// inWords returns how a process ended, as package os says it, in the words of the
// catalogue.
func inWords(ended string) lang.Text {
	if status, found := strings.CutPrefix(ended, "exit status "); found {
		return lang.Say("exit status %s", status)
	}
	if signal, found := strings.CutPrefix(ended, "signal: "); found {
		return lang.Say("signal: %s", signal)
	}
	return lang.Verbatim(ended)
}

// Deserted reports whether the program has ended by itself while a process that
// it had started went on. It is known on Linux only.
func (p *Process) Deserted() bool {
	select {
	case <-p.exited:
		return len(p.deserted) > 0 && !p.interrupted.Load()
	default:
		return false
	}
}

// Wait waits for the process to end by itself, for at most patience. Its error is
// os.ErrDeadlineExceeded where it has not.
func (p *Process) Wait(patience time.Duration) (status int, words lang.Text, err error) {
	select {
	case <-p.done:
		status, words = p.Status()
		return status, words, nil
	case <-time.After(patience):
		return 0, lang.Text{}, os.ErrDeadlineExceeded
	}
}

// Interrupt asks the process to end as Ctrl-C does.
func (p *Process) Interrupt() error {
	p.interrupted.Store(true)
	return p.cmd.Process.Signal(os.Interrupt)
}

// Stop kills the process with all that it has started and waits until they are
// gone.
func (p *Process) Stop() {
	p.interrupted.Store(true)
	p.kill()
	<-p.done
}

// IsOutOfFiles reports whether err says that this process, or the system, has no
// more file descriptors.
func IsOutOfFiles(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
}
