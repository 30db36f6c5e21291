package main

import (
	"context"
	"os"

	"example.com/socket-tutorial/harness/check"
)

// tally counts the results of one stage.
type tally struct {
	stage       check.Stage
	passed, run map[check.Level]int
	skipped     int
	first       string // the address of the first check that failed
	notRun      string // why the stage's checks were not run; empty: they were
}

func newTally(stage check.Stage) *tally {
	return &tally{stage: stage, passed: map[check.Level]int{}, run: map[check.Level]int{}}
}

func (t *tally) failed() bool {
	for level, n := range t.run {
		if t.passed[level] < n {
			return true
		}
	}
	return t.notRun != ""
}

func (t *tally) add(r check.Result) {
	if r.Outcome == check.Skipped {
		t.skipped++
		return
	}
	t.run[r.Check.Level]++
	if r.Outcome == check.Passed {
		t.passed[r.Check.Level]++
	} else if t.first == "" {
		t.first = r.Address()
	}
}

// verify runs the checks that o names and reports whether one failed.
func verify(ctx context.Context, o options) (failed bool, err error) {
	bin, err := os.MkdirTemp("", "harness-bin-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(bin)
	var tallies []*tally
	for _, stage := range o.stages {
		t := newTally(stage)
		tallies = append(tallies, t)
		verifyStage(ctx, o, t, bin)
		if ctx.Err() != nil {
			return true, ctx.Err()
		}
		failed = failed || t.failed()
	}
	if !o.json && len(tallies) > 1 {
		progress(tallies)
	}
	return failed, nil
}

func verifyStage(ctx context.Context, o options, t *tally, bin string) {
	p := &printer{o: o}
	p.stage(t.stage)
	chosen := o.choose(t.stage)
	if len(t.stage.Checks) == 0 {
		t.notRun = "has no checks yet"
		p.notRun(t)
		return
	}
	command, err := o.prepare(ctx, t.stage, bin)
	if err != nil {
		t.notRun = err.Error()
		p.notRun(t)
		return
	}
	runner := check.Runner{Command: command, Addr: o.addr, Side: o.side()}
	runner.RunAll(ctx, t.stage, chosen, func(r check.Result) {
		if ctx.Err() != nil {
			return // it failed because it was interrupted
		}
		t.add(r)
		p.result(r)
	})
	if ctx.Err() == nil {
		p.sum(t)
	}
}

// choose returns the checks of stage that o names.
func (o options) choose(stage check.Stage) []check.Check {
	var chosen []check.Check
	for _, c := range stage.Checks {
		if o.check != "" && c.Name != o.check || o.article && c.Level != check.Article {
			continue
		}
		chosen = append(chosen, c)
	}
	return chosen
}

// side returns how many checks run side by side: most of their time they wait. A
// fixed port has room for one.
func (o options) side() int {
	if o.addr != "" {
		return 1
	}
	return 4
}
