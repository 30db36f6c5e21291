package main

import (
	"context"
	"os"
	"runtime"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/exercise"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/program"
)

// tally counts the results of one stage.
type tally struct {
	stage         check.Stage
	passed, total map[check.Level]int // of the checks that mean something for this program
	failures      int
	waiting       int       // checks that were not run, since another must pass first
	notMeant      int       // checks that were skipped, since the program or the system is of another kind
	first         string    // the address of the first check that failed
	notRun        lang.Text // why the stage's checks were not run; zero: they were
}

func newTally(stage check.Stage) *tally {
	return &tally{stage: stage, passed: map[check.Level]int{}, total: map[check.Level]int{}}
}

func (t *tally) failed() bool { return t.failures > 0 || !t.notRun.IsZero() }

func (t *tally) add(r check.Result) {
	switch {
	case r.Blocked:
		t.waiting++
	case r.Outcome == check.Skipped:
		t.notMeant++
		return
	case r.Outcome == check.Passed:
		t.passed[r.Check.Level]++
	default:
		t.failures++
		if t.first == "" {
			t.first = r.Address()
		}
	}
	t.total[r.Check.Level]++
}

// all returns the counts of both levels.
func (t *tally) all() (passed, total int) {
	return t.passed[check.Article] + t.passed[check.Beyond], t.total[check.Article] + t.total[check.Beyond]
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
		progress(o, tallies)
	}
	o.send(ctx, tallies)
	return failed, nil
}

func verifyStage(ctx context.Context, o options, t *tally, bin string) {
	chosen := o.choose(t.stage)
	p := &printer{o: o, total: len(chosen)}
	p.stage(t.stage)
	command, err := o.prepare(ctx, t.stage, bin)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		t.notRun = lang.Of(err)
		p.notRun(t)
		return
	}
	runner := check.Runner{Command: command, Addr: o.addr, Side: o.side(), Patience: o.patience}
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
	return max(4, min(3*runtime.NumCPU(), 8))
}

// todo returns the number of the TODO that is for a check in the participant's
// own program, which the address of the check names; 0: there is none.
func (o options) todo(stage check.Stage, name string) int {
	switch {
	case name == "":
		return 0
	case o.command != nil:
		return exercise.Find(name, program.Command{Args: o.command}.Folders()...)
	case o.dir != "" || o.own != "":
		return exercise.Find(name, o.folder(stage))
	}
	return 0
}
