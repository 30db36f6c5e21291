package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/fatih/color"

	"example.com/socket-tutorial/harness/check"
)

var (
	bold  = color.New(color.Bold).SprintFunc()
	green = color.New(color.FgGreen).SprintFunc()
	red   = color.New(color.FgRed).SprintFunc()
	faint = color.New(color.Faint).SprintFunc()
)

// printer tells results: to people, or with -json to a program.
type printer struct {
	o     options
	out   io.Writer // nil: standard output
	again string    // in place of the command line that repeats a check
}

func (p printer) printf(format string, args ...any) {
	out := p.out
	if out == nil {
		out = os.Stdout
	}
	fmt.Fprintf(out, format, args...)
}

func (p printer) stage(stage check.Stage) {
	if !p.o.json {
		p.printf("%s\n", bold(stage.Folder+" — "+stage.Title))
	}
}

func (p printer) result(r check.Result) {
	switch {
	case p.o.json:
		p.json(r)
	case r.Outcome == check.Failed:
		mark, rest, _ := strings.Cut(r.Report(p.repeat(r)), " ")
		p.printf("%s %s", red(mark), rest)
	case r.Outcome == check.Skipped:
		p.printf("%s %s — %s: %s\n", faint("–"), r.Address(), r.Check.Title, faint("skipped, "+r.Reason))
	default:
		p.printf("%s %s — %s\n", green("✓"), r.Address(), r.Check.Title)
		if p.o.verbose {
			p.printf("%s", r.Story())
		}
	}
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

// line is one check as -json prints it.
type line struct {
	Check   string  `json:"check"`
	Title   string  `json:"title,omitempty"`
	Level   string  `json:"level,omitempty"`
	Outcome string  `json:"outcome"` // pass, fail or skip
	Reason  string  `json:"reason,omitempty"`
	Hint    string  `json:"hint,omitempty"`
	Seconds float64 `json:"seconds"`
}

func (p printer) json(r check.Result) {
	l := line{Check: r.Address(), Title: r.Check.Title, Level: string(r.Check.Level), Outcome: string(r.Outcome),
		Reason: r.Reason, Seconds: r.Elapsed.Seconds()}
	if r.Outcome == check.Failed {
		l.Hint = r.Check.Hint
	}
	p.jsonLine(l)
}

func (p printer) jsonLine(l line) {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(l); err != nil {
		panic(err) // a struct of strings and one number always encodes
	}
	p.printf("%s", text.String())
}

func (p printer) notRun(t *tally) {
	if p.o.json {
		p.jsonLine(line{Check: t.stage.Number, Outcome: string(check.Failed), Reason: t.notRun})
		return
	}
	p.printf("%s %s %s\n\n", red("✗"), t.stage.Number, t.notRun)
}

func (p printer) sum(t *tally) {
	if p.o.json {
		return
	}
	passed, run := 0, 0
	for level, n := range t.run {
		run += n
		passed += t.passed[level]
	}
	text := fmt.Sprintf("%d of %d checks pass", passed, run)
	if t.skipped > 0 {
		text += fmt.Sprintf(", %d skipped", t.skipped)
	}
	p.printf("%s\n\n", text)
}
