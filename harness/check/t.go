package check

import (
	"cmp"
	"context"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/program"
)

// T is one run of one check. Its methods end the check where they fail.
type T struct {
	ctx         context.Context
	runner      Runner
	stage       Stage
	check       Check
	random      *rand.Rand
	place       program.Place
	process     *program.Process
	listener    *net.TCPListener
	reservation io.Closer // of the program's port
	conns       []*Conn
	folded      int  // connections that are told no more
	hasFolded   bool // a case before this one was right
	dir         string

	steps   []Step
	outcome Outcome
	reason  lang.Text

	unreachable bool // no connection has been made yet
	notStarted  bool // the program could not be started
	interrupted bool // the program was asked to end
	restarted   bool // the port is in TIME_WAIT, on purpose
}

// ended is what a T panics with to leave a check, whatever its depth.
type ended struct{}

func (t *T) run() {
	defer func() {
		if caught := recover(); caught != nil {
			if _, ours := caught.(ended); !ours {
				panic(caught)
			}
		}
	}()
	if err := t.prepare(); err != nil {
		t.unreachable = true
		t.Must(err)
	}
	t.check.Run(t)
	t.notDeserted()
}

// prepare finds the check's address and makes its directory.
func (t *T) prepare() error {
	t.place.Host = "127.0.0.1"
	t.place.Protocol = cmp.Or(t.check.Protocol, "HTTP/1.0")
	t.place.Message = cmp.Or(t.check.Message, "Hello")
	t.place.App = "hello"
	if slices.Contains(t.check.Flags, "-app") {
		t.place.App = "app"
	}
	if t.runner.Addr != "" {
		host, port, err := net.SplitHostPort(t.runner.Addr)
		if err != nil {
			return lang.Errorf("-addr: %v", err)
		}
		if t.place.Port, err = strconv.Atoi(port); err != nil {
			return lang.Errorf("-addr: %v", err)
		}
		t.place.Host = host
	} else if err := t.choosePort(); err != nil {
		return err
	}
	if t.stage.GivesDir() {
		t.place.Dir = t.Dir()
	}
	return nil
}

func (t *T) choosePort() (err error) {
	if t.reservation != nil {
		t.reservation.Close()
	}
	t.place.Port, t.reservation, err = program.ReservePort(t.place.Host)
	return err
}

// cleanUp ends the program before the connections: what is reset after the
// server's FIN leaves no TIME_WAIT on its port, so the next one can bind it at
// once even without SO_REUSEADDR.
func (t *T) cleanUp() {
	if t.process != nil {
		t.process.Stop()
	}
	for _, conn := range t.conns {
		conn.reset()
		if conn.poured != nil {
			<-conn.poured // the reset ends it
		}
	}
	if t.listener != nil {
		t.listener.Close()
	}
	if t.reservation != nil {
		t.reservation.Close()
	}
	if t.dir != "" {
		os.RemoveAll(filepath.Dir(t.dir))
	}
}

// Fail ends the check as failed, with a caret under the last step: Note what was
// seen, then Fail with what was wanted.
func (t *T) Fail(format lang.Format, args ...any) {
	if len(t.steps) == 0 {
		t.stop(format, args...)
	}
	t.failStep(len(t.steps)-1, 0, format, args...)
}

// failStep ends the check with a caret under a column of a step.
func (t *T) failStep(index, column int, format lang.Format, args ...any) {
	t.notStopped()
	message := lang.Say(format, args...)
	t.steps[index].Column, t.steps[index].Caret = column, message
	t.end(Failed, message)
}

// Must ends the check as failed if err is not nil: not the program failed, but
// what the check needs could not be had.
func (t *T) Must(err error) {
	if err != nil {
		t.end(Failed, lang.Of(err))
	}
}

// stop ends the check as failed, and no step is to blame.
func (t *T) stop(format lang.Format, args ...any) { t.end(Failed, lang.Say(format, args...)) }

// Skip ends the check as skipped; the message names what is missing.
func (t *T) Skip(format lang.Format, args ...any) { t.end(Skipped, lang.Say(format, args...)) }

// end ends the check.
func (t *T) end(outcome Outcome, reason lang.Text) {
	t.outcome, t.reason = outcome, reason
	panic(ended{})
}

// Addr returns the HOST:PORT that the program serves or calls.
func (t *T) Addr() string { return t.place.Addr() }

// Note records words between the actions, for what they do not say.
func (t *T) Note(format lang.Format, args ...any) { t.step(Step{Text: lang.Say(format, args...)}) }

func (t *T) step(s Step) { t.steps = append(t.steps, s) }

// Fold replaces the steps so far by one line: after a case that was right,
// they would only hide those of the next. Connections are counted anew.
func (t *T) Fold(format lang.Format, args ...any) {
	t.steps = []Step{{Text: lang.Say(format, args...)}}
	t.folded = len(t.conns)
	t.hasFolded = true
}
