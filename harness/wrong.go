package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/mistakes"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/report"
	"example.com/socket-tutorial/harness/stages"
)

// wrongProgram is a program with one mistake in it: a row of package mistakes, or a
// main package beneath testdata/wrong. The first lines of its main.go are
//
//	// Mistake: what it does wrong, in one sentence.
//	// Blamed: 01/again
//	// Held to: article
//
// The third line, where it is there, says that the program is no better than the
// article's: of the checks beyond, only the blamed one is run.
type wrongProgram struct {
	mistakes.Mistake
	stage  check.Stage
	folder string // relative to the harness' folder; empty for a row of the table
}

// wrongPrograms returns all, in the order of the stages.
func wrongPrograms(root string) ([]wrongProgram, error) {
	var all []wrongProgram
	for _, stage := range stages.All() {
		pattern := filepath.Join(root, "harness", "testdata", "wrong", stage.Number, "*", "main.go")
		files, err := filepath.Glob(pattern)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			m := mistakes.Mistake{Stage: stage.Number, Name: filepath.Base(filepath.Dir(file))}
			if err := readMistake(file, &m); err != nil {
				return nil, err
			}
			all = append(all, wrongProgram{m, stage, "./testdata/wrong/" + m.Address()})
		}
		for _, m := range mistakes.All() {
			if m.Stage == stage.Number {
				all = append(all, wrongProgram{Mistake: m, stage: stage})
			}
		}
	}
	return all, nil
}

// readMistake reads the first lines of a wrong program.
func readMistake(file string, m *mistakes.Mistake) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSpace(line)
		if says, found := strings.CutPrefix(line, "// Mistake: "); found {
			m.Says = lang.Format(strings.TrimSuffix(says, "."))
		}
		if blamed, found := strings.CutPrefix(line, "// Blamed: "+m.Stage+"/"); found {
			m.Blamed = blamed
		}
		m.Small = m.Small || line == "// Held to: article"
	}
	return nil
}

// wrong lists the wrong programs, or shows what the harness says about one.
func wrong(ctx context.Context, root string, args []string) (failed bool, err error) {
	all, err := wrongPrograms(root)
	if err != nil {
		return false, err
	}
	if len(args) == 0 {
		var rows []row
		for _, w := range all {
			rows = append(rows, row{w.Address(), in(w.Says)})
		}
		table(rows)
		printf("\n")
		say("Which check will fail, and with what words? Guess, then:")
		printf("  %s wrong STAGE/MISTAKE\n", command())
		return false, nil
	}
	for _, w := range all {
		if w.Address() == args[0] && len(args) == 1 {
			return showWrong(ctx, root, w)
		}
	}
	return false, badUsage("there is no wrong program %q; go run ./harness wrong lists them", strings.Join(args, " "))
}

func showWrong(ctx context.Context, root string, w wrongProgram) (failed bool, err error) {
	bin, err := os.MkdirTemp("", "harness-bin-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(bin)
	path, err := os.Executable()
	if w.folder != "" {
		path = executable(filepath.Join(bin, w.Name))
		err = build(ctx, filepath.Join(root, "harness"), filepath.Join(bin, w.Name), w.folder)
	}
	if err != nil {
		return false, err
	}
	p := &printer{again: w.again()}
	printf("%s\n\n", report.Wrap(in("%s: %s", w.Address(), lang.Say(w.Says)), 2))
	t := newTally(w.stage)
	p.stage(w.stage)
	w.run(ctx, path, w.held(), func(r check.Result) {
		t.add(r)
		p.result(r)
	})
	if ctx.Err() == nil {
		p.sum(t)
	}
	return t.failed(), nil
}

// again returns the command that shows the mistake again.
func (w wrongProgram) again() string { return command() + " wrong " + w.Address() }

// run holds the program at path, or for a row of the table the harness at path,
// to checks, and hands each result to tell. The payloads are the same in each run.
func (w wrongProgram) run(ctx context.Context, path string, checks []check.Check, tell func(check.Result)) {
	command := program.Command{Args: []string{path}, Contract: true}
	if w.folder == "" {
		command.Env = w.Env()
	}
	check.Runner{Command: command, Seed: 1}.RunAll(ctx, w.stage, checks, func(r check.Result) {
		if ctx.Err() == nil {
			tell(r)
		}
	})
}

// held returns the checks that the program is held to.
func (w wrongProgram) held() []check.Check {
	var held []check.Check
	for _, c := range w.stage.Checks {
		if !w.Small || c.Level == check.Article || c.Name == w.Blamed {
			held = append(held, c)
		}
	}
	return held
}
