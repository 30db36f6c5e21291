package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/report"
)

var (
	bold  = color.New(color.Bold).SprintFunc()
	green = color.New(color.FgGreen).SprintFunc()
	red   = color.New(color.FgRed).SprintFunc()
	faint = color.New(color.Faint).SprintFunc()
)

// printer tells results: to people, one thing at a time, or with -json to a
// program.
type printer struct {
	o      options
	out    io.Writer // nil: standard output
	again  string    // in place of the command line that repeats a check
	total  int       // of the checks that are run or skipped
	failed bool      // a failure has been told in full: what follows is short

	// Results that are told in one line: passed ones once the reader has a failure
	// to read, and those that were skipped for the same reason.
	row []check.Result
}

func (p printer) printf(format string, args ...any) {
	if p.out == nil {
		printf(format, args...)
		return
	}
	fmt.Fprintf(p.out, format, args...)
}

func (p printer) teller() report.Teller { return report.Teller{Language: reader} }

// isTable reports whether only the table at the end is printed.
func (p printer) isTable() bool { return p.o.own != "" && !p.o.verbose }

func (p printer) stage(stage check.Stage) {
	if !p.o.json && !p.isTable() {
		p.printf("%s\n", bold(stage.Folder+" — "+in(stage.Title)))
	}
}

func (p *printer) result(r check.Result) {
	switch {
	case p.o.json:
		p.json(r)
		return
	case p.isTable():
		return
	}
	if len(p.row) > 0 && (p.row[0].Outcome != r.Outcome || p.row[0].Reason.In(reader) != r.Reason.In(reader)) {
		p.tellRow()
	}
	switch short := p.failed || p.o.watch; {
	case r.Outcome == check.Failed:
		p.failure(r)
	case r.Outcome == check.Skipped || short && !p.o.verbose:
		p.row = append(p.row, r)
	default:
		_, rest, _ := strings.Cut(p.teller().Line("✓", r), " ")
		p.printf("%s %s\n", green("✓"), rest)
		if p.o.verbose {
			p.printf("%s", p.teller().Story(r.Steps))
		}
	}
}

// failure tells the first failure in full, and others in one line.
func (p *printer) failure(r check.Result) {
	text := p.teller().Line("✗", r) + "\n"
	if !p.failed || p.o.verbose {
		text = p.teller().Failure(r, p.repeat(r))
		if number := p.o.todo(r.Stage, r.Check.Name); number > 0 {
			text += p.teller().Label("todo", fmt.Sprintf("TODO %d", number))
		}
	}
	_, rest, _ := strings.Cut(text, " ")
	p.printf("%s %s", red("✗"), rest)
	p.failed = true
}

// tellRow prints one line for results in a row.
func (p *printer) tellRow() {
	first, last := p.row[0], p.row[len(p.row)-1]
	names := lang.Verbatim(first.Address())
	if n := len(p.row); n > 1 {
		names = lang.Say("%s to %s (%d)", first.Address(), last.Address(), n)
	}
	if first.Outcome == check.Passed {
		p.printf("%s %s\n", green("✓"), names.In(reader))
	} else {
		p.printf("%s\n", faint(report.Wrap("– "+in("%s skipped: %s", names, first.Reason), 2)))
	}
	p.row = nil
}

// repeat returns the command that runs this check alone.
func (p printer) repeat(r check.Result) string {
	if p.again != "" {
		return p.again
	}
	words := []string{command()}
	if p.o.addr != "" {
		words = append(words, "-addr", p.o.addr)
	}
	if p.o.patience > 0 && p.o.patience != check.Patience {
		words = append(words, "-patience", p.o.patience.String())
	}
	words = append(words, r.Address())
	if p.o.dir != "" || p.o.own != "" {
		words = append(words, shellQuoted(p.o.folder(r.Stage)))
	}
	if p.o.command != nil {
		words = append(words, "--")
		for _, word := range p.o.command {
			words = append(words, shellQuoted(word))
		}
	}
	return strings.Join(words, " ")
}

// shellQuoted puts word in quotes where a shell would change it. Braces with no
// comma between them are left alone by every shell.
func shellQuoted(word string) string {
	if word != "" && !strings.ContainsAny(word, " \t\n\"'\\$&|;<>()*?[]#~`!") {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

func (p printer) notRun(t *tally) {
	switch {
	case p.o.json:
		p.jsonLine(line{Check: t.stage.Number, Outcome: string(check.Failed), Reason: t.notRun.String(), Total: p.total, Translations: translations(translated{Reason: t.notRun.In(reader)})})
	case !p.isTable():
		p.printf("%s %s %s\n\n", red("✗"), t.stage.Number, t.notRun.In(reader))
	}
}

// sum tells the counts of the whole table.
func (p *printer) sum(t *tally) {
	if p.o.json || p.isTable() {
		return
	}
	if len(p.row) > 0 {
		p.tellRow()
	}
	passed, total := t.all()
	text := lang.Say("%d of %d checks pass", passed, total)
	if total == 0 {
		text = lang.Say("no check was run")
	}
	if t.failures > 0 {
		text = lang.Say("%s, %d failed", text, t.failures)
	}
	if t.waiting > 0 {
		text = lang.Say("%s, %d wait", text, t.waiting)
	}
	if t.notMeant > 0 {
		text = lang.Say("%s, %d skipped", text, t.notMeant)
	}
	if t.failures > 1 {
		text = lang.Say("%s; begin with %s", text, t.first) // it has scrolled away
	}
	p.printf("%s\n\n", text.In(reader))
}

// firstLine returns text up to its first line end.
func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
