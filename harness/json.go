package main

import (
	"encoding/json"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
)

// line is one check as -json prints it.
type line struct {
	Check   string  `json:"check"`
	Title   string  `json:"title,omitempty"`
	Level   string  `json:"level,omitempty"`
	Outcome string  `json:"outcome"` // pass, fail or skip
	Reason  string  `json:"reason,omitempty"`
	Hint    string  `json:"hint,omitempty"`
	TODO    int     `json:"todo,omitempty"`  // of the exercise, if one is for the check
	Steps   []step  `json:"steps,omitempty"` // of a failure; with -v of every check
	Total   int     `json:"total"`           // how many lines there are for this stage
	Seconds float64 `json:"seconds"`
}

// step is one action, as a failure in words has it.
type step struct {
	Conn  int    `json:"conn,omitempty"`  // the number of the connection, from 1
	Arrow string `json:"arrow,omitempty"` // → sent, ← received
	Text  string `json:"text"`
	Note  string `json:"note,omitempty"`
	Caret *caret `json:"caret,omitempty"` // what is wrong here
}

type caret struct {
	Column int    `json:"column"` // in characters of the text, from 0
	Wanted string `json:"wanted"`
}

func (p printer) json(r check.Result) {
	l := line{Check: r.Address(), Title: string(r.Check.Title), Level: string(r.Check.Level), Outcome: string(r.Outcome),
		Reason: r.Reason.String(), TODO: p.o.todo(r.Stage, r.Check.Name), Total: p.total, Seconds: r.Elapsed.Seconds()}
	if r.Outcome == check.Failed && !r.NotStarted {
		l.Hint = string(r.Check.Hint)
	}
	if r.Outcome == check.Failed || p.o.verbose {
		l.Steps = stepsOf(r)
	}
	p.jsonLine(l)
}

func stepsOf(r check.Result) []step {
	var steps []step
	for _, s := range r.Steps {
		told := step{Conn: s.Conn, Arrow: s.Arrow, Text: s.Text.String(), Note: s.Note.String()}
		if !s.Caret.IsZero() {
			told.Caret = &caret{s.CaretAt(lang.English), s.Caret.String()}
		}
		steps = append(steps, told)
	}
	return steps
}

func (p printer) jsonLine(l line) {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(l); err != nil {
		panic(err) // a struct of strings and numbers always encodes
	}
	p.printf("%s", text.String())
}
