package lang

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Width returns how many columns of a terminal text takes: a Chinese character has
// two.
func Width(text string) int { return uniseg.StringWidth(text) }

// Pad returns text with blanks behind it up to width columns.
func Pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-Width(text)))
}

// Wrap breaks text so that it fits into columns, and indents each line but the
// first. It breaks at blanks, and beside Chinese characters where the rules of
// Unicode's line breaking let it: no line begins with a comma (UAX 14). A word that
// is too long stays whole.
func Wrap(text string, columns, indent int) string {
	var b strings.Builder
	width, blanks := 0, ""
	for _, piece := range pieces(text) {
		word := strings.TrimRight(piece, " ")
		if width > indent && word != "" && width+len(blanks)+Width(word) > columns {
			b.WriteString("\n" + strings.Repeat(" ", indent))
			width, blanks = indent, ""
		}
		b.WriteString(blanks + word)
		width += len(blanks) + Width(word)
		blanks = piece[len(word):]
		if strings.HasSuffix(word, "\n") {
			width = 0
		}
	}
	return b.String() + blanks
}

// Break returns the beginning of text that fits into columns, with the blanks behind
// it, and the rest. It breaks where Wrap does.
func Break(text string, columns int) (row, rest string) {
	width, end := 0, 0
	for _, piece := range pieces(text) {
		if end > 0 && width+Width(strings.TrimRight(piece, " ")) > columns {
			break
		}
		width += Width(piece)
		end += len(piece)
	}
	return text[:end], text[end:]
}

// pieces splits text where a line may end: behind a blank or a line end, and where
// Unicode allows it beside a character of two columns.
func pieces(text string) []string {
	var all []string
	piece := ""
	for state := -1; text != ""; {
		var segment string
		segment, text, _, state = uniseg.FirstLineSegmentInString(text, state)
		piece += segment
		last, _ := utf8.DecodeLastRuneInString(piece)
		next, _ := utf8.DecodeRuneInString(text)
		if text == "" || last == ' ' || last == '\n' || isWide(last) || isWide(next) {
			all = append(all, piece)
			piece = ""
		}
	}
	return all
}

func isWide(c rune) bool { return Width(string(c)) == 2 }
