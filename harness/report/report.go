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
		label(&b, "try", try(r.Check))
	}
	label(&b, "again", again)
	return b.String()
}

// try returns the line to try by hand, and how the program must be started for
// it where that is not as usual.
func try(c check.Check) string {
	if c.Try == "" || c.Protocol == "" {
		return c.Try
	}
	return c.Try + "   (started with -protocol " + c.Protocol + ")"
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
		fmt.Fprintf(&b, "%s%s", head, step.Text)
		if step.Note != "" {
			fmt.Fprintf(&b, "   (%s)", step.Note)
		}
		b.WriteString("\n")
		if step.Caret != "" {
			indent := utf8.RuneCountInString(head) + step.Column
			fmt.Fprintf(&b, "%s^ %s\n", strings.Repeat(" ", indent), step.Caret)
		}
	}
	return b.String()
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
