package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/report"
	"example.com/socket-tutorial/harness/stages"
)

// mistake is a program beneath testdata/wrong with one mistake in it. The first
// lines of its main.go are
//
//	// Mistake: what it does wrong, in one sentence.
//	// Blamed: 01/again
//	// Held to: article
//
// The third line, where it is there, says that the program is no better than the
// article's: of the checks beyond, only the blamed one is run.
type mistake struct {
	stage  check.Stage
	name   string // its folder
	says   string
	blamed string // the one check that must fail
	small  bool   // it is held to the article's checks and to the blamed one
	path   string // relative to the harness' folder
}

// mistakes returns the wrong programs in the order of the stages.
func mistakes(root string) ([]mistake, error) {
	var all []mistake
	for _, stage := range stages.All() {
		pattern := filepath.Join(root, "harness", "testdata", "wrong", stage.Number, "*", "main.go")
		files, err := filepath.Glob(pattern)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			m := mistake{stage: stage, name: filepath.Base(filepath.Dir(file))}
			m.path = "./testdata/wrong/" + stage.Number + "/" + m.name
			for line := range strings.Lines(string(content)) {
				if says, found := strings.CutPrefix(line, "// Mistake: "); found {
					m.says = strings.TrimSpace(says)
				}
				if blamed, found := strings.CutPrefix(line, "// Blamed: "); found {
					m.blamed = strings.TrimSpace(blamed)
				}
				m.small = m.small || strings.TrimSpace(line) == "// Held to: article"
			}
			all = append(all, m)
		}
	}
	return all, nil
}

func (m mistake) address() string { return m.stage.Number + "/" + m.name }

// wrong lists the wrong programs, or shows what the harness says about one.
func wrong(ctx context.Context, root string, args []string) (failed bool, err error) {
	all, err := mistakes(root)
	if err != nil {
		return false, err
	}
	if len(args) == 0 {
		var rows []row
		for _, m := range all {
			rows = append(rows, row{m.address(), m.says})
		}
		table(rows)
		printf("\nWhich check will fail, and with what words? Guess, then:\n  go run ./harness wrong STAGE/MISTAKE\n")
		return false, nil
	}
	for _, m := range all {
		if m.address() == args[0] && len(args) == 1 {
			return showWrong(ctx, root, m)
		}
	}
	return false, badUsage("there is no wrong program %q; go run ./harness wrong lists them", strings.Join(args, " "))
}

func showWrong(ctx context.Context, root string, m mistake) (failed bool, err error) {
	bin, err := os.MkdirTemp("", "harness-bin-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(bin)
	path := filepath.Join(bin, m.name)
	if err := build(ctx, filepath.Join(root, "harness"), path, m.path); err != nil {
		return false, err
	}
	p := &printer{again: m.again()}
	printf("%s\n\n", report.Wrap(m.address()+": "+m.says, 2))
	t := newTally(m.stage)
	p.stage(m.stage)
	m.run(ctx, executable(path), func(r check.Result) {
		t.add(r)
		p.result(r)
	})
	if ctx.Err() == nil {
		p.sum(t)
	}
	return t.failed(), nil
}

// again returns the command that shows the mistake again.
func (m mistake) again() string { return "go run ./harness wrong " + m.address() }

// run checks the program built as path, and hands each result to tell. The
// payloads are the same in each run.
func (m mistake) run(ctx context.Context, path string, tell func(check.Result)) {
	runner := check.Runner{Command: program.Command{Args: []string{path}, Contract: true}, Seed: 1}
	runner.RunAll(ctx, m.stage, m.checks(), func(r check.Result) {
		if ctx.Err() == nil {
			tell(r)
		}
	})
}

// checks returns those that the program is held to.
func (m mistake) checks() []check.Check {
	var held []check.Check
	for _, c := range m.stage.Checks {
		if !m.small || c.Level == check.Article || m.stage.Number+"/"+c.Name == m.blamed {
			held = append(held, c)
		}
	}
	return held
}
