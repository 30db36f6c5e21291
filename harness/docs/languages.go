package docs

import (
	"path"
	"regexp"
	"strings"
)

// A lesson has two files side by side.
const (
	English = "README.md"
	Chinese = "README.zh-CN.md"
)

// CheckLanguages compares a lesson with its translation: the same headings by
// level, the same commands but for -lang zh, the same cells in the columns Go.
func CheckLanguages(english, chinese *Document) []Problem {
	var problems []Problem
	compare := func(what string, a, b []entry) {
		for i := 0; i < len(a) || i < len(b); i++ {
			switch {
			case i >= len(a):
				problems = append(problems, chinese.problem(b[i].line, "%s %q is not in %s", what, b[i].text, English))
			case i >= len(b):
				problems = append(problems, english.problem(a[i].line, "%s %q is not in %s", what, a[i].text, Chinese))
			case a[i].key != b[i].key:
				problems = append(problems, chinese.problem(b[i].line, "%s %q stands where %s has %q (line %d)", what, b[i].text, English, a[i].text, a[i].line))
			default:
				continue
			}
			return // what follows is only shifted
		}
	}
	compare("heading", english.outline(), chinese.outline())
	compare("command", english.typed(), chinese.typed())
	compare("Go cell", english.mapped(), chinese.mapped())
	return problems
}

// entry is something both languages have; key must be equal.
type entry struct {
	key, text string
	line      int
}

func (d *Document) outline() (entries []entry) {
	for _, h := range d.Headings {
		entries = append(entries, entry{strings.Repeat("#", h.Level), strings.Repeat("#", h.Level) + " " + h.Text, h.Line})
	}
	return entries
}

func (d *Document) typed() (entries []entry) {
	for _, f := range d.Fences {
		if f.Language != "console" {
			continue
		}
		steps, _ := d.steps(f)
		for _, s := range steps {
			typed := s.terminal + "$ " + s.command
			entries = append(entries, entry{inChinese.ReplaceAllString(typed, ""), typed, s.line})
		}
	}
	return entries
}

// inChinese is the flag by which a lesson in Chinese shows what a program says in it.
var inChinese = regexp.MustCompile(` -lang zh\b`)

var zh = regexp.MustCompile(regexp.QuoteMeta(Chinese))

func (d *Document) mapped() (entries []entry) {
	for _, cell := range d.goCells() {
		entries = append(entries, entry{zh.ReplaceAllString(cell.Target, English), cell.Target, cell.Line})
	}
	return entries
}

// counterpart is the same lesson in the other language.
func counterpart(name string) string {
	if path.Base(name) == English {
		return path.Join(path.Dir(name), Chinese)
	}
	return path.Join(path.Dir(name), English)
}
