package check

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"example.com/socket-tutorial/harness/program"
)

// Patience is how long each wait of a check lasts, at most.
const Patience = 5 * time.Second

// StartPatience is how long a program may take from its start until its port
// accepts: an interpreter on a busy laptop is slow.
const StartPatience = 10 * time.Second

// CheckPatience is how long a whole check may take: many short waits can add up.
const CheckPatience = time.Minute

// Runner runs checks against one program.
type Runner struct {
	Command program.Command
	Addr    string // HOST:PORT where the port is fixed; empty: a free one for each check
	Seed    uint64 // of the random payloads; 0: another one each time
}

// Outcome is how a check ended.
type Outcome string

const (
	Passed  Outcome = "pass"
	Failed  Outcome = "fail"
	Skipped Outcome = "skip"
)

// Result is what is known after one check.
type Result struct {
	Stage   Stage
	Check   Check
	Outcome Outcome
	Reason  string // one line: what was wrong, or missing for a skip
	Steps   []Step
	Stdout  []string // the last lines that the program printed
	Stderr  []string
	Elapsed time.Duration

	Unreachable bool // not one connection was made: no other check can do better
	NotStarted  bool // nothing ran: the check's hint would mislead
}

// Address returns the check's name for the command line: "04/split-request".
func (r Result) Address() string { return r.Stage.Number + "/" + r.Check.Name }

// ended is what a T panics with to leave a check, whatever its depth.
type ended struct{}

// Run runs one check in a fresh process of the program, which is gone when
// Run returns. When ctx ends, so does the check, as failed.
func (r Runner) Run(ctx context.Context, stage Stage, c Check) Result {
	ctx, cancel := context.WithTimeout(ctx, CheckPatience)
	defer cancel()
	started := time.Now()
	t := &T{ctx: ctx, runner: r, stage: stage, check: c, outcome: Passed, random: r.source()}
	t.run()
	result := Result{Stage: stage, Check: c, Outcome: t.outcome, Reason: t.reason, Steps: t.steps, Unreachable: t.unreachable, NotStarted: t.notStarted}
	t.cleanUp()
	if t.process != nil {
		result.Stdout, result.Stderr = t.process.Stdout.Tail(10), t.process.Stderr.Tail(10)
	}
	result.Elapsed = time.Since(started)
	return result
}

func (r Runner) source() *rand.Rand {
	if r.Seed == 0 {
		return rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	return rand.New(rand.NewPCG(r.Seed, r.Seed))
}

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
		t.Fail("%v", err)
	}
	t.check.Run(t)
}

// prepare finds the check's address and makes its directory.
func (t *T) prepare() error {
	t.place.Host, t.place.Protocol = "127.0.0.1", cmp.Or(t.check.Protocol, "HTTP/1.0")
	if t.runner.Addr != "" {
		host, port, err := net.SplitHostPort(t.runner.Addr)
		if err != nil {
			return fmt.Errorf("-addr: %w", err)
		}
		if t.place.Port, err = strconv.Atoi(port); err != nil {
			return fmt.Errorf("-addr: %w", err)
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
