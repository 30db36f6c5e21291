package main

import (
	"encoding/json"
	"strings"

	"example.com/socket-tutorial/harness/check"
)

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
	if r.Outcome == check.Failed && !r.NotStarted {
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
