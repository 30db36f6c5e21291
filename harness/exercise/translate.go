package exercise

import (
	"regexp"
	"slices"
	"strings"

	"example.com/socket-tutorial/harness/lang"
)

// paragraph is a piece of a comment: the lines from, up to but without to.
type paragraph struct {
	from, to   int
	first      string // before its first line: "\t/* "
	others     string // before the others: "\t * "
	head       string // of a TODO: "TODO 3 (target, long-target): "
	words, end string // what it says, in one line; end closes the comment: " */"
}

// Translate returns a starter with the comments that have a translation in language,
// the TODOs among them. What is not a comment stays as it is.
func Translate(source string, language lang.Language) string {
	lines := strings.Split(source, "\n")
	for _, p := range slices.Backward(paragraphs(lines)) {
		words := lang.Format(p.words)
		translation := lang.Say(words).In(language)
		if translation == p.words {
			continue
		}
		var said []string
		room := columns - lang.Width(strings.ReplaceAll(p.first, "\t", strings.Repeat(" ", tab)))
		for i, line := range strings.Split(lang.Wrap(p.head+translation+p.end, room, 0), "\n") {
			before := p.others
			if i == 0 {
				before = p.first
			}
			said = append(said, before+line)
		}
		lines = slices.Replace(lines, p.from, p.to, said...)
	}
	return strings.Join(lines, "\n")
}

// columns is how wide a comment may be where a tab is as wide as tab.
const columns, tab = 80, 4

// Comments returns what the comment that begins a starter and its TODOs say, as
// Translate looks it up.
func Comments(source string) []string {
	var all []string
	for i, p := range paragraphs(strings.Split(source, "\n")) {
		if i == 0 || p.head != "" || strings.HasPrefix(p.words, "The TODOs ") {
			all = append(all, p.words)
		}
	}
	return all
}

var (
	comment  = regexp.MustCompile(`^(\s*)(// ?|# ?|/\* ?| \* ?|""")(.*)$`)
	todoHead = regexp.MustCompile(`^TODO \d+ \([a-z0-9., -]+\): `)
)

// paragraphs returns those of the comments in a source. They end at an empty line of
// the comment, at the next TODO, and before code.
func paragraphs(lines []string) []paragraph {
	var all []paragraph
	var open *paragraph
	closes := func() {
		if open != nil {
			open.head = todoHead.FindString(open.words)
			open.words = strings.TrimPrefix(open.words, open.head)
			all = append(all, *open)
		}
		open = nil
	}
	documented := false // within the text in """ that begins a file in Python
	for i, line := range lines {
		found := comment.FindStringSubmatch(line)
		if found == nil && documented {
			found = []string{line, "", "", line}
		}
		if found == nil || strings.HasPrefix(found[3], "!") {
			closes()
			continue
		}
		text, end := strings.CutSuffix(found[3], " */")
		documented = !documented && found[2] == `"""` && !strings.HasSuffix(text, `"""`) || documented && !strings.Contains(text, `"""`)
		if text == "" || text[0] == ' ' || text[0] == '\t' || strings.HasSuffix(text, `"""`) || strings.HasPrefix(text, "go:") || strings.HasPrefix(text, "TODO ") {
			closes()
		}
		switch {
		case text == "" || text[0] == ' ' || text[0] == '\t' || strings.HasSuffix(text, `"""`) || strings.HasPrefix(text, "go:"):
			continue
		case open == nil:
			open = &paragraph{from: i, first: found[1] + found[2], others: found[1] + strings.Replace(strings.Replace(found[2], "/*", " *", 1), `"""`, "", 1), words: text}
		default:
			open.words += " " + text
		}
		open.to = i + 1
		if end {
			open.end = " */"
			closes()
		}
	}
	closes()
	return all
}
