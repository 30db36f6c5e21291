package docs

import (
	"path"
	"regexp"
	"strings"
)

// halfWidth finds a half-width mark where Chinese has one of its own: after a
// Chinese character, or after a Chinese closing mark.
var halfWidth = regexp.MustCompile(`[\p{Han}）》”][,;:?!]`)

// CheckPunctuation looks in a Chinese lesson for half-width punctuation after
// Chinese characters. Code is left alone, in fences as in lines, and so are the
// targets of links; what follows norun= is read by people and is not.
func (d *Document) CheckPunctuation() []Problem {
	if path.Base(d.Path) != Chinese && !strings.HasSuffix(d.Path, ".zh.md") {
		return nil
	}
	var problems []Problem
	for _, line := range d.Prose {
		text := linkTarget.ReplaceAllString(codeSpan.ReplaceAllString(line.Text, "`"), "]")
		if found := halfWidth.FindString(text); found != "" {
			problems = append(problems, d.problem(line.Line, "%q: Chinese punctuation is full-width (，；：？！)", found))
		}
	}
	return problems
}
