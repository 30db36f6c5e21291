package bench

import (
	"flag"
	"os"
	"strings"

	"example.com/socket-tutorial/harness/loadtest"
)

var update = flag.Bool("update", false, "put the figures into the table of both READMEs")

// fillIn puts the figures of results into the table of the file, whose rows are in
// the same order and keep their names. What the file says of the figures is for its
// writer to look at.
func fillIn(readme string, results []loadtest.Result) error {
	var table strings.Builder
	loadtest.WriteTable(&table, results)
	measured := strings.Split(table.String(), "\n")[2:] // behind the names and the line
	text, err := os.ReadFile(readme)
	if err != nil {
		return err
	}
	lines := strings.Split(string(text), "\n")
	for i := range lines {
		if strings.Contains(lines[i], "| net/http |") {
			for row := range min(len(results), len(lines)-i-2) {
				name, _, isRow := strings.Cut(strings.TrimPrefix(lines[i+2+row], "| "), " | ")
				_, figures, _ := strings.Cut(strings.TrimPrefix(measured[row], "| "), " | ")
				if isRow {
					lines[i+2+row] = "| " + name + " | " + figures
				}
			}
		}
	}
	return os.WriteFile(readme, []byte(strings.Join(lines, "\n")), 0o644)
}
