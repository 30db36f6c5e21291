package main

import (
	"fmt"
	"text/tabwriter"

	"example.com/socket-tutorial/harness/check"
)

// progress prints the table of stages. It is computed from this run and stored
// nowhere.
func progress(tallies []*tally) {
	w := tabwriter.NewWriter(stdout, 0, 0, 3, ' ', 0)
	fmt.Fprintln(w, "stage\tarticle\tbeyond")
	for _, t := range tallies {
		if t.notRun != "" {
			fmt.Fprintf(w, "%s\t–\t–\tnot checked, see above\n", t.stage.Folder)
			continue
		}
		note := "done"
		switch {
		case t.failed():
			note = "begin with the first ✗ above"
		case t.run[check.Article]+t.run[check.Beyond] == 0:
			note = "no check was run"
		}
		if t.skipped > 0 {
			note += fmt.Sprintf(" (%d skipped)", t.skipped)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", t.stage.Folder, t.share(check.Article), t.share(check.Beyond), note)
	}
	w.Flush()
}

func (t *tally) share(level check.Level) string {
	if t.run[level] == 0 {
		return "–"
	}
	return fmt.Sprintf("%d of %d", t.passed[level], t.run[level])
}
