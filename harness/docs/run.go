package docs

import (
	"errors"
	"strings"
	"time"
)

// runner is at work on one chapter.
type runner struct {
	document  *Document
	workspace *workspace
	open      map[string]*terminal
	problems  []Problem
	commands  int // that were run
}

// errStop ends a chapter: what follows a wrong step would only confuse.
var errStop = errors.New("stop")

// run runs a chapter's blocks. The programs in it have been built.
func (d *Document) run(c chapter, w *workspace) (problems []Problem, commands int) {
	r := &runner{document: d, workspace: w, open: map[string]*terminal{}}
	defer func() {
		for _, t := range r.open {
			t.close()
		}
	}()
	for _, f := range c.blocks {
		if r.closeEnded(f.Heading) != nil {
			break
		}
		steps, _ := d.steps(f)
		for _, s := range steps {
			if r.step(s, f.Heading) != nil {
				return r.problems, r.commands
			}
		}
	}
	for name := range r.open {
		if r.closeTerminal(name) != nil {
			break
		}
	}
	return r.problems, r.commands
}

func (r *runner) wrong(line int, text string) error {
	if text == "" {
		return nil
	}
	r.problems = append(r.problems, r.document.problem(line, "%s", text))
	return errStop
}

// closeEnded closes the terminals whose section is over at heading.
func (r *runner) closeEnded(heading int) error {
	for name, t := range r.open {
		if r.document.ended(t.heading, heading) {
			if err := r.closeTerminal(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// closeTerminal waits for what the lesson shows, then ends the command.
func (r *runner) closeTerminal(name string) error {
	t := r.open[name]
	delete(r.open, name)
	defer t.close()
	return r.wrong(t.step.line, t.await(len(t.shown), false))
}

func (r *runner) step(s step, heading int) error {
	t, err := r.terminal(s, heading)
	if err != nil {
		return err
	}
	before := len(t.shown)
	t.shown = append(t.shown, s.shown...)
	switch {
	case s.interrupt:
		delete(r.open, s.terminal)
		defer t.close()
		return r.wrong(s.line, t.interrupt(s.lastWords))
	case s.terminal == "":
		delete(r.open, s.terminal)
		return r.wrong(s.line, r.untilShown(t, s, heading))
	}
	if s.command != "" && len(s.shown) == 0 && strings.Contains(s.command, " > ") {
		t.awaitPort()
	}
	first := before
	for first < len(t.shown) && t.shown[first] == anyLines {
		first++
	}
	return r.wrong(s.line, t.await(min(first+1, len(t.shown)), false))
}

// untilShown waits for the end of a $ command that t has begun, and returns what is
// wrong with it. One that only looks is run again while it shows something else:
// what it looks at, such as the state of a socket, comes about in its own time.
func (r *runner) untilShown(t *terminal, s step, heading int) string {
	defer func() { r.workspace.status = max(0, t.cmd.ProcessState.ExitCode()) }()
	for deadline := time.Now().Add(lookDeadline); ; time.Sleep(10 * pollInterval) {
		wrong := t.await(len(t.shown), true)
		t.close()
		if wrong == "" || !s.looks() || time.Now().After(deadline) {
			return wrong
		}
		again, err := open(r.workspace, s, heading)
		if err != nil {
			return err.Error()
		}
		again.shown = t.shown
		t = again
	}
}

// terminal opens the step's terminal or finds the one opened before.
func (r *runner) terminal(s step, heading int) (*terminal, error) {
	t := r.open[s.terminal]
	if s.command == "" {
		if t == nil {
			return nil, r.wrong(s.line, "no command is running in this terminal")
		}
		t.step.line = s.line
		return t, nil
	}
	if t != nil { // the command before it must be over
		delete(r.open, s.terminal)
		defer t.close()
		if err := r.wrong(t.step.line, t.await(len(t.shown), true)); err != nil {
			return nil, err
		}
	}
	t, err := open(r.workspace, s, heading)
	if err != nil {
		return nil, r.wrong(s.line, err.Error())
	}
	r.open[s.terminal] = t
	r.commands++
	return t, nil
}
