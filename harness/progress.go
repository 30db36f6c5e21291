package main

import (
	"fmt"
	"path"
	"path/filepath"
	"text/tabwriter"

	"example.com/socket-tutorial/harness/check"
)

// progress prints the table of stages. It is computed from this run and stored
// nowhere.
func progress(o options, tallies []*tally) {
	w := tabwriter.NewWriter(stdout, 0, 0, 3, ' ', 0)
	fmt.Fprintln(w, "stage\tarticle\tbeyond")
	var next *tally
	for _, t := range tallies {
		if next == nil && t.failed() {
			next = t
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", t.stage.Folder, t.share(check.Article), t.share(check.Beyond), o.note(t))
	}
	w.Flush()
	if next != nil && o.own != "" {
		printf("\nNext:\n\n  go run ./harness %s %s\n", next.stage.Number, shellQuoted(filepath.Join(o.own, next.stage.Folder)))
	}
}

// note says in a few words where a stage stands.
func (o options) note(t *tally) string {
	_, total := t.all()
	switch todo := o.todo(t.stage, path.Base(t.first)); {
	case t.notRun != "":
		return "not checked: " + firstLine(t.notRun)
	case t.failed() && todo > 0:
		return fmt.Sprintf("TODO %d: %s", todo, t.first)
	case t.failed():
		return "begin with " + t.first
	case total == 0:
		return "no check was run"
	case t.notMeant > 0:
		return fmt.Sprintf("done (%d skipped)", t.notMeant)
	}
	return "done"
}

func (t *tally) share(level check.Level) string {
	if t.total[level] == 0 {
		return "–"
	}
	return fmt.Sprintf("%d of %d", t.passed[level], t.total[level])
}
