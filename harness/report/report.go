// Package report tells people how a check ended.
package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"example.com/socket-tutorial/harness/check"
)

// Line returns the first line about a check, which begins with mark.
func Line(mark string, r check.Result) string {
	return Wrap(fmt.Sprintf("%s %s — %s", mark, r.Address(), r.Check.Title), 2)
}

// Failure returns a failed check as a reader is told it. again is the command
// that runs this check alone.
func Failure(r check.Result, again string) string {
	var b strings.Builder
	b.WriteString(Line("✗", r) + "\n")
	b.WriteString(Story(r.Steps))
	if !pointed(r.Steps) {
		b.WriteString(Wrap("  ✗ "+r.Reason, 4) + "\n")
	}
	printed(&b, "out", r.Stdout)
	printed(&b, "err", r.Stderr)
	if !r.NotStarted {
		prose(&b, "why", r.Check.Why)
		prose(&b, "hint", r.Check.Hint)
		label(&b, "try", try(r))
	}
	label(&b, "again", again)
	return b.String()
}

// try returns the line to try by hand, and how the program must be started for
// it where that is not as usual.
func try(r check.Result) string {
	if r.Try == "" || r.Check.Protocol == "" {
		return r.Try
	}
	return r.Try + "   (started with -protocol " + r.Check.Protocol + ")"
}

// Story returns the steps, numbered, each with its caret.
func Story(steps []check.Step) string {
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
		tell(&b, head, step)
	}
	return b.String()
}

// breakAt returns where the row of text that begins at from ends: behind a line end
// of what was sent or received, or behind a blank, where one is near the end, and
// not within an escape such as \x00.
func breakAt(text []rune, from, room int) int {
	to := from + room
	if to >= len(text) {
		return len(text)
	}
	for at := to; at > from+room/3; at-- {
		if text[at-1] == 'n' && text[at-2] == '\\' && text[at-3] != '\\' {
			return at
		}
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

// tell writes one step. A text that is too long for a terminal goes on in the next
// row, so that the caret is under what it points at in any case.
func tell(b *strings.Builder, head string, step check.Step) {
	text, margin := []rune(step.Text), utf8.RuneCountInString(head)
	room := columns - margin
	for from, to := 0, 0; from == 0 || from < len(text); from = to {
		to = breakAt(text, from, room)
		b.WriteString(head + strings.TrimRight(string(text[from:to]), " "))
		head = strings.Repeat(" ", margin)
		if to == len(text) && step.Note != "" {
			fmt.Fprintf(b, "   (%s)", step.Note)
		}
		b.WriteString("\n")
		// A caret behind the end is under the place of the byte that is missing.
		if step.Caret != "" && step.Column >= from && (step.Column < to || to == len(text)) {
			fmt.Fprintf(b, "%s^ %s\n", strings.Repeat(" ", margin+step.Column-from), step.Caret)
		}
	}
}

// pointed reports whether a caret says already what was wrong.
func pointed(steps []check.Step) bool {
	for _, step := range steps {
		if step.Caret != "" {
			return true
		}
	}
	return false
}

func printed(b *strings.Builder, stream string, lines []string) {
	for _, line := range lines {
		label(b, stream, oneLine(line))
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
func prose(b *strings.Builder, name, text string) {
	if text != "" {
		b.WriteString(Wrap(fmt.Sprintf("  %-5s %s", name, text), len("  why   ")) + "\n")
	}
}

func label(b *strings.Builder, name, text string) {
	if text != "" {
		fmt.Fprintf(b, "  %-5s %s\n", name, strings.TrimRight(text, " \r"))
	}
}
