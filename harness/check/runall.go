package check

import (
	"context"

	"example.com/socket-tutorial/harness/lang"
)

// RunAll runs checks of stage and hands each result to tell, in the order of the
// checks. Where the runner allows it, several run side by side, each with a
// program and a port of its own.
//
// A check whose Needs have failed in this run is skipped: it would only say the
// same again. Where the program cannot be reached at all, the rest is skipped.
func (r Runner) RunAll(ctx context.Context, stage Stage, checks []Check, tell func(Result)) {
	a := &all{runner: r, stage: stage, checks: checks, results: make([]*Result, len(checks)),
		started: make([]bool, len(checks)), finished: make(chan finished), causes: map[string]string{}}
	for told := 0; told < len(checks); {
		if ctx.Err() == nil {
			a.start(ctx)
		}
		for told < len(checks) && a.results[told] != nil {
			tell(*a.results[told])
			told++
		}
		if a.running == 0 {
			return // all is told, or the run has been interrupted
		}
		a.take(<-a.finished)
	}
}

// all is one run of RunAll. Its fields belong to RunAll's goroutine.
type all struct {
	runner      Runner
	stage       Stage
	checks      []Check
	results     []*Result // nil: not known yet
	started     []bool
	running     int
	finished    chan finished
	causes      map[string]string // of each check that has not passed, the address of the one that failed
	unreachable string            // the address of the check that could not reach the program
}

// finished is the result of the check at a place in the list.
type finished struct {
	place  int
	result Result
}

// start starts the checks that can run now, and skips those that never can. The
// first check runs alone: if the program does not even start, once is enough.
func (a *all) start(ctx context.Context) {
	for i, c := range a.checks {
		if a.running >= max(1, a.runner.Side) || a.running == 1 && a.results[0] == nil {
			return
		}
		cause, known := a.cause(c)
		switch {
		case a.started[i] || !known:
		case cause != "":
			a.started[i] = true
			a.causes[c.Name] = cause
			a.results[i] = &Result{Stage: a.stage, Check: c, Outcome: Skipped, Blocked: true, Reason: lang.Say("first %s must pass", cause)}
		default:
			a.started[i] = true
			a.running++
			go func() { a.finished <- finished{i, a.runner.Run(ctx, a.stage, c)} }()
		}
	}
}

// cause returns the address of the check that must pass before c, if it has
// failed; known is false while that cannot be said.
func (a *all) cause(c Check) (cause string, known bool) {
	if a.unreachable != "" {
		return a.unreachable, true
	}
	known = true
	for _, name := range c.Needs {
		if cause := a.causes[name]; cause != "" {
			return cause, true
		}
		for i, needed := range a.checks {
			known = known && (needed.Name != name || a.results[i] != nil)
		}
	}
	return "", known
}

// take keeps a result.
func (a *all) take(f finished) {
	a.running--
	a.results[f.place] = &f.result
	if f.result.Outcome == Failed {
		a.causes[f.result.Check.Name] = f.result.Address()
	}
	ordinary := len(f.result.Check.Flags) == 0 && f.result.Check.Protocol == ""
	if f.result.Unreachable && ordinary && a.unreachable == "" {
		a.unreachable = f.result.Address()
	}
}
