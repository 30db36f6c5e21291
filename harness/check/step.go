package check

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"example.com/socket-tutorial/harness/lang"
)

// Step is one action of a check, or what came of it.
type Step struct {
	Conn   int    // the number of the connection, from 1; 0: none
	Arrow  string // "→" sent, "←" received, "" something else
	Text   lang.Text
	Shown  lang.Text // the bytes in Text; zero: they are all of it, or it has none
	Note   lang.Text // in brackets behind the text: "5 ms pause"
	More   bool      // it continues the step above, and has no number
	Column int       // where the caret points, in characters of Shown
	Caret  lang.Text // what was wanted there; zero: no caret
}

// CaretAt returns where the caret points in the text as it is said in language, in
// characters.
func (s Step) CaretAt(language lang.Language) int {
	text := s.Text.In(language)
	before := text[:max(0, strings.Index(text, s.Shown.In(language)))]
	return utf8.RuneCountInString(before) + s.Column
}

// longest is how many bytes of a payload a step shows, and longestText of text
// with lines in it, where each may decide; mostLines is how many lines of what is
// sent are shown one by one.
const (
	longest     = 48
	longestText = 200
	mostLines   = 24
)

// isText reports whether data is lines of printable ASCII.
func isText(data string) bool {
	lines := 0
	for i := range len(data) {
		switch c := data[i]; {
		case c == '\n':
			lines++
		case c != '\r' && c != '\t' && (c < ' ' || c >= 0x7f):
			return false
		}
	}
	return lines > 0
}

// excerpt returns data quoted for a step, a long one cut around the byte at
// focus, and the column of that byte in the text.
func excerpt(data string, focus int) (text lang.Text, column int) {
	from, to, longest := 0, len(data), longest
	if isText(data) {
		longest = longestText
	}
	if len(data) > longest {
		if focus > longest/2 {
			from = min(focus-longest/2, len(data)-longest/2)
		}
		to = min(from+longest, len(data))
	}
	var before, after string
	if from > 0 {
		before = "…"
	}
	if to < len(data) {
		after = "…"
	}
	body := Quote(data[from:to])
	text = lang.Verbatim(before + body + after)
	if len(data) > longest {
		text = lang.Say("%s %d bytes", text, len(data))
	}
	focus = min(max(focus, from), to)
	column = len([]rune(before)) + len(Quote(data[from:focus])) - 1
	return text, column
}

// Quote returns data as Go and Python write it, a byte that is not ASCII as
// \xNN: what matters here is bytes, not the characters they may mean.
func Quote(data string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(data) {
		switch c := data[i]; {
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\t':
			b.WriteString(`\t`)
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c >= 0x7f:
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// beginning returns the beginning of what is wanted, quoted.
func beginning(wanted string) string {
	const enough = 24
	if len(wanted) > enough {
		return Quote(wanted[:enough]) + "…"
	}
	return Quote(wanted)
}

// firstWrong returns the index of the first byte in which got is not want.
func firstWrong(got, want string) int {
	n := min(len(got), len(want))
	if got[:n] == want[:n] {
		return n
	}
	for i := range n {
		if got[i] != want[i] {
			return i
		}
	}
	return n
}
