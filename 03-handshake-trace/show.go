package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/fatih/color"

	"example.com/socket-tutorial/03-handshake-trace/explain"
	"example.com/socket-tutorial/03-handshake-trace/export"
	"example.com/socket-tutorial/03-handshake-trace/ladder"
	"example.com/socket-tutorial/03-handshake-trace/means"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
)

// showOne runs a scenario and draws it while it happens.
func showOne(o options, m *means.Means, s scenario.Scenario) error {
	columns := ladder.Columns(os.Stdout)
	title(stdout, s)
	asker := &asker{in: bufio.NewScanner(os.Stdin), out: stdout}
	l := ladder.New(asker, columns, reader)
	live := false
	trace, err := m.Observe(s, func(recorder *timeline.Recorder) func(*timeline.Segment) bool {
		live = true
		l.Head(&recorder.Trace)
		recorder.Live = l.Event
		if !o.step {
			return nil
		}
		return asker.hold(recorder, l)
	})
	if live {
		l.Flush()
	}
	if trace != nil && !live {
		ladder.Draw(stdout, columns, reader, trace)
	}
	return conclude(stdout, o, m, s, trace, err)
}

// showAll runs all scenarios and shows them in their order: one after the
// other, so that none keeps another waiting, but a slow one meanwhile.
func showAll(o options, m *means.Means) error {
	type result struct {
		trace *timeline.Trace
		err   error
	}
	slow := map[string]chan result{}
	for _, s := range scenario.All {
		if s.Slow && m.Private {
			done := make(chan result, 1)
			slow[s.Name] = done
			go func() {
				trace, err := m.Observe(s, nil)
				done <- result{trace, err}
			}()
		}
	}
	var failed error
	for _, s := range scenario.All {
		done, running := slow[s.Name]
		if !running {
			failed = errors.Join(failed, showOne(o, m, s))
			continue
		}
		title(stdout, s)
		r := <-done
		if r.trace != nil {
			ladder.Draw(stdout, ladder.Columns(os.Stdout), reader, r.trace)
		}
		failed = errors.Join(failed, conclude(stdout, o, m, s, r.trace, r.err))
	}
	return failed
}

func title(out io.Writer, s scenario.Scenario) {
	fmt.Fprintf(out, "\n%s\n\n", say("%s: %s", color.New(color.Bold).Sprint(s.Name), lang.Say(s.Lesson)))
}

// conclude says what a run has shown, writes it to files, and shows a recorded
// trace where this run had no segments.
func conclude(out io.Writer, o options, m *means.Means, s scenario.Scenario, trace *timeline.Trace, err error) error {
	if trace == nil && !errors.Is(err, means.ErrNeedsWire) {
		return err
	}
	if errors.Is(err, scenario.ErrUnfinished) {
		lessons(out, trace)
		return errors.Join(err, save(out, o.directory, s.Name, trace))
	}
	var violation error
	if err == nil {
		lessons(out, trace)
		violation = verify(out, trace, m.EveryState())
		if err := save(out, o.directory, s.Name, trace); err != nil {
			return errors.Join(violation, err)
		}
	}
	if err != nil || m.Mode == "calls" {
		if trace, err = recorded(s.Name); err != nil {
			return err
		}
		paragraph(out, lang.Say("NOT OBSERVED HERE, but %s:", trace.Seen))
		fmt.Fprintln(out)
		ladder.Draw(out, ladder.Columns(os.Stdout), reader, trace)
		lessons(out, trace)
	}
	return errors.Join(violation, explainOf(out, o, trace))
}

// save writes the files of -o, if it is given, and says so.
func save(out io.Writer, directory, name string, trace *timeline.Trace) error {
	if directory == "" {
		return nil
	}
	paths, err := export.Trace(directory, name, trace, reader)
	wrote(out, paths)
	return err
}

// saveIndex writes the page that leads to the others, after those.
func saveIndex(directory string) error {
	if directory == "" {
		return nil
	}
	path, err := export.Index(directory)
	if err == nil && path != "" {
		fmt.Fprintln(stdout, say("Wrote %s", path))
	}
	return err
}

func wrote(out io.Writer, paths []string) {
	for _, path := range paths {
		fmt.Fprintln(out, say("Wrote %s", path))
	}
}

// lessons are the sentences under a ladder.
func lessons(out io.Writer, trace *timeline.Trace) {
	fmt.Fprintln(out)
	for _, sentence := range trace.Lesson {
		paragraph(out, sentence)
	}
}

// paragraph writes text in lines that fit the terminal.
func paragraph(out io.Writer, text lang.Text) {
	for _, line := range ladder.Wrap(text.In(reader), min(export.Columns, ladder.Columns(os.Stdout))) {
		fmt.Fprintln(out, line)
	}
}

// verify holds the states of both ends against RFC 9293 and says what it found.
// The error is a violation.
func verify(out io.Writer, trace *timeline.Trace, every bool) error {
	count := 0
	var all []states.Transition
	for _, end := range timeline.Ends {
		steps, err := trace.Check(end, every)
		if err != nil {
			color.New(color.FgRed, color.Bold).Fprintln(out, say("VIOLATION at the %s: %v", end.Name(), err))
			return lang.Errorf("%s: VIOLATION at the %s: %v", trace.Title, end.Name(), err)
		}
		count += len(trace.States(end))
		all = append(all, steps...)
	}
	switch {
	case count > 0 && every:
		paragraph(out, states.Claim(all))
	case count > 0:
		paragraph(out, lang.Say("The %d states that were read can follow one another by RFC 9293, figure 5; "+
			"between them others may have been missed.", count))
	}
	return nil
}

// explainOf takes the segment of -explain apart, or the first SYN, or where
// there is none the first segment.
func explainOf(out io.Writer, o options, trace *timeline.Trace) error {
	if !o.explain.wanted {
		return nil
	}
	all := trace.Segments()
	if len(all) == 0 {
		return lang.Errorf("there is no segment to explain")
	}
	chosen := all[0]
	for _, s := range all {
		if s.Flags.Has(segment.SYN) && !s.Flags.Has(segment.ACK) {
			chosen = s
			break
		}
	}
	if n := o.explain.number; n > len(all) {
		return lang.Errorf("-explain %d: the trace has %s", n, words.Segments(len(all)))
	} else if n > 0 {
		chosen = all[n-1]
	}
	return explain.Write(out, chosen, reader)
}
