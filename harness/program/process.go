package program

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// Process is a program that has been started.
type Process struct {
	Stdout, Stderr *Output

	cmd  *exec.Cmd
	kill context.CancelFunc
	done chan struct{}
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
	ctx, kill := context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), command.Env...)
	ownGroup(cmd)
	cmd.Cancel = func() error { return killGroup(cmd.Process) }
	// A grandchild may have inherited the pipes and keep them open.
	cmd.WaitDelay = time.Second
	p := &Process{Stdout: &Output{}, Stderr: &Output{}, cmd: cmd, kill: kill, done: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = p.Stdout, p.Stderr
	if err := cmd.Start(); err != nil {
		kill()
		return nil, fmt.Errorf("start %s: %w", words[0], err)
	}
	go func() {
		_ = cmd.Wait() // the status is read from ProcessState
		_ = killGroup(cmd.Process)
		close(p.done)
	}()
	return p, nil
}

// Done is closed when the process has ended and its output is complete.
func (p *Process) Done() <-chan struct{} { return p.done }

// Status returns how the process ended: its exit status (-1 after a signal)
// and the same in words. It waits for the end.
func (p *Process) Status() (int, string) {
	<-p.done
	return p.cmd.ProcessState.ExitCode(), p.cmd.ProcessState.String()
}

// Wait waits for the process to end by itself, for at most patience. Its error is
// os.ErrDeadlineExceeded where it has not.
func (p *Process) Wait(patience time.Duration) (status int, words string, err error) {
	select {
	case <-p.done:
		status, words = p.Status()
		return status, words, nil
	case <-time.After(patience):
		return 0, "", os.ErrDeadlineExceeded
	}
}

// Interrupt asks the process to end as Ctrl-C does.
func (p *Process) Interrupt() error { return p.cmd.Process.Signal(os.Interrupt) }

// Stop kills the process with its group and waits until it is gone.
func (p *Process) Stop() {
	p.kill()
	<-p.done
}
