package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/report"
)

var (
	bold  = color.New(color.Bold).SprintFunc()
	green = color.New(color.FgGreen).SprintFunc()
	red   = color.New(color.FgRed).SprintFunc()
	faint = color.New(color.Faint).SprintFunc()
)

// printer tells results: to people, or with -json to a program.
type printer struct {
	o       options
	out     io.Writer      // nil: standard output
	again   string         // in place of the command line that repeats a check
	skipped []check.Result // for the same reason, and not told yet
}

func (p printer) printf(format string, args ...any) {
	if p.out == nil {
		printf(format, args...)
		return
	}
	fmt.Fprintf(p.out, format, args...)
}

func (p printer) stage(stage check.Stage) {
	if !p.o.json {
		p.printf("%s\n", bold(stage.Folder+" — "+stage.Title))
	}
}

func (p *printer) result(r check.Result) {
	if p.o.json {
		p.json(r)
		return
	}
	if len(p.skipped) > 0 && (r.Outcome != check.Skipped || r.Reason != p.skipped[0].Reason) {
		p.tellSkipped()
	}
	switch r.Outcome {
	case check.Failed:
		_, rest, _ := strings.Cut(report.Failure(r, p.repeat(r)), " ")
		p.printf("%s %s", red("✗"), rest)
	case check.Skipped:
		p.skipped = append(p.skipped, r)
	default:
		_, rest, _ := strings.Cut(report.Line("✓", r), " ")
		p.printf("%s %s\n", green("✓"), rest)
		if p.o.verbose {
			p.printf("%s", report.Story(r.Steps))
		}
	}
}

// tellSkipped prints one line for the checks that were skipped in a row.
func (p *printer) tellSkipped() {
	first, last := p.skipped[0], p.skipped[len(p.skipped)-1]
	names := first.Address()
	if n := len(p.skipped); n > 1 {
		names += fmt.Sprintf(" to %s (%d)", last.Address(), n)
	}
	p.printf("%s\n", faint(report.Wrap("– "+names+" skipped: "+first.Reason, 2)))
	p.skipped = nil
}

// repeat returns the command that runs this check alone.
func (p printer) repeat(r check.Result) string {
	if p.again != "" {
		return p.again
	}
	words := []string{"go run ./harness"}
	if p.o.addr != "" {
		words = append(words, "-addr", p.o.addr)
	}
	words = append(words, r.Address())
	if p.o.dir != "" {
		words = append(words, shellQuoted(p.o.dir))
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
	if p.o.json {
		p.jsonLine(line{Check: t.stage.Number, Outcome: string(check.Failed), Reason: t.notRun})
		return
	}
	p.printf("%s %s %s\n\n", red("✗"), t.stage.Number, t.notRun)
}

func (p *printer) sum(t *tally) {
	if p.o.json {
		return
	}
	if len(p.skipped) > 0 {
		p.tellSkipped()
	}
	passed, run := 0, 0
	for level, n := range t.run {
		run += n
		passed += t.passed[level]
	}
	text := fmt.Sprintf("%d of %d checks pass", passed, run)
	if run == 0 {
		text = "no check was run"
	}
	if t.skipped > 0 {
		text += fmt.Sprintf(", %d skipped", t.skipped)
	}
	if run-passed > 1 {
		text += "; begin with " + t.first // it has scrolled away
	}
	p.printf("%s\n\n", text)
}
