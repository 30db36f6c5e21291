package report

import (
	"slices"
	"strings"
)

const columns = 80

// Wrap breaks text between words so that it fits a terminal of 80 columns, and
// indents each line but the first.
func Wrap(text string, indent int) string {
	var b strings.Builder
	line, margin := []rune(text), []rune(strings.Repeat(" ", indent))
	for len(line) > columns {
		end := columns
		for end > indent && line[end] != ' ' {
			end--
		}
		if end == indent { // one long word
			break
		}
		b.WriteString(strings.TrimRight(string(line[:end]), " ") + "\n")
		line = slices.Concat(margin, line[end+1:])
	}
	return b.String() + string(line)
}
