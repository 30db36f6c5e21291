package main

import (
	"fmt"
	"os"
	"text/tabwriter"
)

// list prints the checks that o names.
func list(o options) {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, stage := range o.stages {
		for _, c := range o.choose(stage) {
			fmt.Fprintf(w, "%s/%s\t%s\t%s\n", stage.Number, c.Name, c.Level, c.Title)
		}
	}
	w.Flush()
}
