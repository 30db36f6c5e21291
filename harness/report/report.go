// Package report tells people how a check ended.
package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
)

// Teller tells in one language; the zero Teller in English.
type Teller struct{ Language lang.Language }

// Failure returns a failed check as an English reader is told it, with the command
// that runs it alone.
func Failure(r check.Result, again string) string { return Teller{}.Failure(r, again) }

// Story returns the steps as an English reader is told them.
func Story(steps []check.Step) string { return Teller{}.Story(steps) }

// Line returns the first line about a check, which begins with mark.
func (t Teller) Line(mark string, r check.Result) string {
	return Wrap(fmt.Sprintf("%s %s — %s", mark, r.Address(), lang.Say(r.Check.Title).In(t.Language)), 2)
}

// Failure returns a failed check as a reader is told it. again is the command
// that runs this check alone.
func (t Teller) Failure(r check.Result, again string) string {
	var b strings.Builder
	b.WriteString(t.Line("✗", r) + "\n")
	b.WriteString(t.Story(r.Steps))
	if !pointed(r.Steps) {
		b.WriteString(Wrap("  ✗ "+r.Reason.In(t.Language), 4) + "\n")
	}
	t.printed(&b, "out", r.Stdout)
	t.printed(&b, "err", r.Stderr)
	if !r.NotStarted {
		t.prose(&b, "why", r.Check.Why)
		t.prose(&b, "hint", r.Check.Hint)
		t.label(&b, "try", t.try(r))
	}
	t.label(&b, "again", again)
	return b.String()
}

// try returns the line to try by hand, with the check's remark, and how the program
// must be started for it where that is not as usual.
func (t Teller) try(r check.Result) string {
	remark := lang.Say(r.Check.Remark)
	if r.Try == "" {
		return remark.In(t.Language)
	}
	text := r.Try + t.aside(remark)
	if r.Check.Protocol != "" {
		text += t.aside(lang.Say("started with -protocol %s", r.Check.Protocol))
	}
	return text
}

// aside returns words in brackets, with blanks before them, where there are any.
func (t Teller) aside(words lang.Text) string {
	if words.IsZero() {
		return ""
	}
	return lang.Say("   (%s)", words).In(t.Language)
}

// Story returns the steps, numbered, each with its caret.
func (t Teller) Story(steps []check.Step) string {
	var b strings.Builder
	several := false
	for _, step := range steps {
		several = several || step.Conn > 1
	}
	number := 0
	for _, step := range steps {
		head := "    "
		if !step.More {
			number++
			head = fmt.Sprintf("%3d ", number)
		}
		if several {
			name := "   "
			if step.Conn > 0 {
				name = fmt.Sprintf("#%-2d", step.Conn)
			}
			head += name
		}
		if step.Arrow != "" {
			head += step.Arrow + " "
		}
		t.tell(&b, head, step)
	}
	return b.String()
}

// breakAt returns where the row of text that begins at from ends: behind a line end
// of what was sent or received, or behind a blank, where one is near the end, and
// not within an escape such as \x00. Words in Chinese end where lang.Break says.
func breakAt(text []rune, from, room int) int {
	to := from + fitting(text[from:], room)
	if to == len(text) {
		return to
	}
	for at := to; at > from+room/3; at-- {
		if text[at-1] == 'n' && text[at-2] == '\\' && text[at-3] != '\\' {
			return at
		}
	}
	row, _ := lang.Break(string(text[from:]), room)
	if to < from+room && lang.Width(strings.TrimRight(row, " ")) <= room {
		return from + utf8.RuneCountInString(row)
	}
	for at := to; at > from+room*2/3; at-- {
		if text[at-1] == ' ' {
			return at
		}
	}
	for back := 1; back <= 3; back++ {
		if text[to-back] == '\\' && (back == 1 || text[to-back+1] == 'x') {
			return to - back
		}
	}
	return to
}

// fitting returns how many characters of text fit into columns.
func fitting(text []rune, columns int) int {
	width := 0
	for i, c := range text {
		if width += lang.Width(string(c)); width > columns {
			return i
		}
	}
	return len(text)
}

// tell writes one step. A text that is too long for a terminal goes on in the next
// row, so that the caret is under what it points at in any case.
func (t Teller) tell(b *strings.Builder, head string, step check.Step) {
	text, column := []rune(step.Text.In(t.Language)), step.CaretAt(t.Language)
	margin := lang.Width(head)
	for from, to := 0, 0; from == 0 || from < len(text); from = to {
		to = breakAt(text, from, columns-margin)
		row := head + strings.TrimRight(string(text[from:to]), " ")
		head = strings.Repeat(" ", margin)
		if to == len(text) {
			note := t.aside(step.Note)
			if lang.Width(row+note) > columns {
				note = "\n" + head + strings.TrimLeft(note, " ")
			}
			row += note
		}
		b.WriteString(row + "\n")
		// A caret behind the end is under the place of the byte that is missing.
		if !step.Caret.IsZero() && column >= from && (column < to || to == len(text)) {
			before := margin + lang.Width(string(text[from:min(column, to)])) + max(0, column-to)
			caret(b, margin, before, step.Caret.In(t.Language))
		}
	}
}

// caret writes a caret behind so many columns, and the words that belong to it: in
// the next row, behind the margin, where there is little room for them.
func caret(b *strings.Builder, margin, before int, words string) {
	const narrow = 30 // columns
	room := columns - before - len("^ ")
	if lang.Width(words) > room && room < narrow {
		fmt.Fprintf(b, "%s^\n", strings.Repeat(" ", before))
		fmt.Fprintf(b, "%s%s\n", strings.Repeat(" ", margin), indented(words, columns-margin, margin))
		return
	}
	fmt.Fprintf(b, "%s^ %s\n", strings.Repeat(" ", before), indented(words, room, before+len("^ ")))
}

// indented wraps words, with blanks before each row but the first.
func indented(words string, columns, blanks int) string {
	return strings.ReplaceAll(lang.Wrap(words, columns, 0), "\n", "\n"+strings.Repeat(" ", blanks))
}

// pointed reports whether a caret says already what was wrong.
func pointed(steps []check.Step) bool {
	return slices.ContainsFunc(steps, func(step check.Step) bool { return !step.Caret.IsZero() })
}

func (t Teller) printed(b *strings.Builder, stream lang.Format, lines []lang.Text) {
	for _, line := range lines {
		t.label(b, stream, oneLine(line.In(t.Language)))
	}
}

// oneLine cuts a long line, and keeps what a program prints from moving the
// reader's cursor.
func oneLine(line string) string {
	const wide = 120 // characters
	if letters := []rune(line); len(letters) > wide {
		line = string(letters[:wide]) + "…"
	}
	return strings.Map(func(c rune) rune {
		if c < ' ' && c != '\t' || c == 0x7f {
			return '·'
		}
		return c
	}, line)
}

// prose is a label with words to be read, not to be copied.
func (t Teller) prose(b *strings.Builder, name, text lang.Format) {
	if text != "" {
		b.WriteString(Wrap(t.name(name)+lang.Say(text).In(t.Language), len("  why   ")) + "\n")
	}
}

func (t Teller) label(b *strings.Builder, name lang.Format, text string) {
	if text != "" {
		b.WriteString(t.Label(name, text))
	}
}

// Label returns a line with a label before text.
func (t Teller) Label(name lang.Format, text string) string {
	return t.name(name) + strings.TrimRight(text, " \r") + "\n"
}

// name returns a label as it stands before what it is about.
func (t Teller) name(name lang.Format) string {
	return "  " + lang.Pad(lang.Say(name).In(t.Language), len("again")) + " "
}
