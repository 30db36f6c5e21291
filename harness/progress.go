package main

import (
	"path"
	"path/filepath"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
)

// progress prints the table of stages. It is computed from this run and stored
// nowhere.
func progress(o options, tallies []*tally) {
	rows := [][]string{{in("stage"), in("article"), in("beyond")}}
	var next *tally
	for _, t := range tallies {
		if next == nil && t.failed() {
			next = t
		}
		rows = append(rows, []string{t.stage.Folder, t.share(check.Article), t.share(check.Beyond), o.note(t)})
	}
	columns(rows)
	if next != nil && o.own != "" {
		printf("\n%s\n\n  %s %s %s\n", in("Next:"), command(), next.stage.Number, shellQuoted(filepath.Join(o.own, next.stage.Folder)))
	}
}

// columns prints a table, the last column as it is.
func columns(rows [][]string) {
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			width := 0
			for _, other := range rows {
				if i < len(other)-1 {
					width = max(width, lang.Width(other[i])+3)
				}
			}
			line += lang.Pad(cell, width)
		}
		printf("%s\n", strings.TrimRight(line, " "))
	}
}

// note says in a few words where a stage stands.
func (o options) note(t *tally) string {
	_, total := t.all()
	switch todo := o.todo(t.stage, path.Base(t.first)); {
	case !t.notRun.IsZero():
		return in("not checked: %s", firstLine(t.notRun.In(reader)))
	case t.failed() && todo > 0:
		return in("TODO %d: %s", todo, t.first)
	case t.failed():
		return in("begin with %s", t.first)
	case total == 0:
		return in("no check was run")
	case t.notMeant > 0:
		return in("done (%d skipped)", t.notMeant)
	}
	return in("done")
}

func (t *tally) share(level check.Level) string {
	if t.total[level] == 0 {
		return "–"
	}
	return in("%d of %d", t.passed[level], t.total[level])
}
