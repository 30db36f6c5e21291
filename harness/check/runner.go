package check

import (
	"cmp"
	"context"
	"math/rand/v2"
	"time"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/program"
)

// Patience is how long each wait of a check lasts, at most, unless the Runner
// says otherwise.
const Patience = 2 * time.Second

// StartPatience is how long a program may take from its start until its port
// accepts, and so many times as long where each wait may be longer: an interpreter on
// a busy laptop is slow.
const StartPatience = 10 * time.Second

// CheckPatience is how long a whole check may take, and so many times as long where
// each wait may be longer: many short waits can add up.
const CheckPatience = time.Minute

// Runner runs checks against one program.
type Runner struct {
	Command program.Command
	Addr    string // HOST:PORT where the port is fixed; empty: a free one for each check
	Side    int    // how many checks RunAll runs side by side; 0: one
	Seed    uint64 // of the random payloads; 0: another one each time
	// Patience is how long each wait lasts, at most; 0: the constant of the same
	// name. A program that is known to be right may have more, on a busy machine.
	Patience time.Duration
}

func (t *T) patience() time.Duration { return cmp.Or(t.runner.Patience, Patience) }

func (t *T) startPatience() time.Duration {
	return max(StartPatience, StartPatience/Patience*t.patience())
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
	Reason  lang.Text // one line: what was wrong, or missing for a skip
	Steps   []Step
	Try     string      // of a failure: the line that shows it by hand; empty: there is none
	Stdout  []lang.Text // the last lines that the program printed
	Stderr  []lang.Text
	Elapsed time.Duration

	Blocked     bool // skipped, since another check must pass first
	Unreachable bool // not one connection was made: no other check can do better
	NotStarted  bool // nothing ran: the check's hint would mislead
}

// Address returns the check's name for the command line: "04/split-request".
func (r Result) Address() string { return r.Stage.Number + "/" + r.Check.Name }

// Run runs one check in a fresh process of the program, which is gone when
// Run returns. When ctx ends, so does the check, as failed.
func (r Runner) Run(ctx context.Context, stage Stage, c Check) Result {
	limit := time.Duration(float64(CheckPatience) * max(1, r.Patience.Seconds()/Patience.Seconds()))
	ctx, cancel := context.WithTimeoutCause(ctx, limit, lang.Errorf("the whole check has taken %v", limit))
	defer cancel()
	started := time.Now()
	t := &T{ctx: ctx, runner: r, stage: stage, check: c, outcome: Passed, random: r.source()}
	t.run()
	if t.outcome == Failed {
		t.spinning(time.Since(started))
	}
	result := Result{Stage: stage, Check: c, Outcome: t.outcome, Reason: t.reason, Steps: t.steps, Unreachable: t.unreachable, NotStarted: t.notStarted}
	if t.outcome == Failed {
		result.Try = t.try()
	}
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
