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

	// What a person reads, in the language of the reader where that is not English:
	// by its name, such as "zh".
	Translations map[string]translated `json:"translations,omitempty"`
}

// translated is what a person reads of a line.
type translated struct {
	Title  string `json:"title,omitempty"`
	Reason string `json:"reason,omitempty"`
	Hint   string `json:"hint,omitempty"`
	Steps  []step `json:"steps,omitempty"`
}

// translations returns what a line has in the reader's language; nil in English.
func translations(t translated) map[string]translated {
	if reader.Tag() == lang.English.Tag() {
		return nil
	}
	return map[string]translated{reader.Tag(): t}
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
	english, foreign := p.told(r, lang.English), p.told(r, reader)
	p.jsonLine(line{Check: r.Address(), Title: english.Title, Level: string(r.Check.Level), Outcome: string(r.Outcome),
		Reason: english.Reason, Hint: english.Hint, TODO: p.o.todo(r.Stage, r.Check.Name), Steps: english.Steps,
		Total: p.total, Seconds: r.Elapsed.Seconds(), Translations: translations(foreign)})
}

// told returns what a person reads of a result.
func (p printer) told(r check.Result, language lang.Language) translated {
	t := translated{Title: lang.Say(r.Check.Title).In(language), Reason: r.Reason.In(language)}
	if r.Outcome == check.Failed && !r.NotStarted {
		t.Hint = lang.Say(r.Check.Hint).In(language)
	}
	if r.Outcome == check.Failed || p.o.verbose {
		t.Steps = stepsOf(r, language)
	}
	return t
}

func stepsOf(r check.Result, language lang.Language) []step {
	var steps []step
	for _, s := range r.Steps {
		told := step{Conn: s.Conn, Arrow: s.Arrow, Text: s.Text.In(language), Note: s.Note.In(language)}
		if !s.Caret.IsZero() {
			told.Caret = &caret{s.CaretAt(language), s.Caret.In(language)}
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
