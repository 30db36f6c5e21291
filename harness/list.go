package main

import (
	"fmt"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/report"
)

// list prints the checks that o names.
func list(o options) {
	for _, stage := range o.stages {
		var rows []row
		for _, c := range o.choose(stage) {
			rows = append(rows, row{fmt.Sprintf("%-7s  %s/%s", c.Level, stage.Number, c.Name), in(c.Title)})
		}
		table(rows)
	}
}

type row struct{ name, words string }

// table prints rows with the words in a column of their own.
func table(rows []row) {
	width := 0
	for _, r := range rows {
		width = max(width, lang.Width(r.name))
	}
	for _, r := range rows {
		printf("%s\n", report.Wrap(lang.Pad(r.name, width)+"  "+r.words, width+2))
	}
}
