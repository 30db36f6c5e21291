package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/fatih/color"

	"example.com/socket-tutorial/03-handshake-trace/explain"
	"example.com/socket-tutorial/03-handshake-trace/ladder"
	"example.com/socket-tutorial/03-handshake-trace/means"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// showOne runs a scenario and draws it while it happens.
func showOne(o options, m *means.Means, s scenario.Scenario) error {
	columns := ladder.Columns(os.Stdout)
	title(os.Stdout, s)
	asker := &asker{in: bufio.NewScanner(os.Stdin), out: os.Stdout}
	l := ladder.New(asker, columns)
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
	if err == nil && !live {
		ladder.Draw(os.Stdout, columns, trace)
	}
	return conclude(os.Stdout, o, m, s, trace, err)
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
		title(os.Stdout, s)
		r := <-done
		if r.err == nil {
			ladder.Draw(os.Stdout, ladder.Columns(os.Stdout), r.trace)
		}
		failed = errors.Join(failed, conclude(os.Stdout, o, m, s, r.trace, r.err))
	}
	return failed
}

func title(out io.Writer, s scenario.Scenario) {
	fmt.Fprintf(out, "\n%s: %s\n\n", color.New(color.Bold).Sprint(s.Name), s.Lesson)
}

// conclude says what a run has shown, writes it to files, and shows a recorded
// trace where this run had no segments.
func conclude(out io.Writer, o options, m *means.Means, s scenario.Scenario, trace *timeline.Trace, err error) error {
	if err != nil && !errors.Is(err, means.ErrNeedsWire) {
		return err
	}
	if err == nil {
		lessons(out, trace)
		verify(out, trace, m.EveryState())
		if err := save(out, o.directory, s.Name, trace); err != nil {
			return err
		}
	}
	if err != nil || m.Mode == "calls" {
		if trace, err = recorded(s.Name); err != nil {
			return err
		}
		fmt.Fprintf(out, "NOT OBSERVED HERE, but %s:\n\n", trace.Seen)
		ladder.Draw(out, ladder.Columns(os.Stdout), trace)
		lessons(out, trace)
	}
	if o.explain {
		return explainSYN(out, trace)
	}
	return nil
}

// lessons are the sentences under a ladder.
func lessons(out io.Writer, trace *timeline.Trace) {
	fmt.Fprintln(out)
	for _, sentence := range trace.Lesson {
		paragraph(out, sentence)
	}
}

// paragraph writes text in lines that fit the terminal.
func paragraph(out io.Writer, text string) {
	for _, line := range ladder.Wrap(text, min(textColumns, ladder.Columns(os.Stdout))) {
		fmt.Fprintln(out, line)
	}
}

// verify holds the states of both ends against RFC 9293 and says what it found.
func verify(out io.Writer, trace *timeline.Trace, every bool) {
	count := 0
	for _, end := range timeline.Ends {
		read := trace.States(end)
		count += len(read)
		if err := states.Check(read, every); err != nil {
			color.New(color.FgRed, color.Bold).Fprintf(out, "VIOLATION at the %s: %v\n", end, err)
			return
		}
	}
	switch {
	case count == 0:
	case every:
		paragraph(out, fmt.Sprintf("All %d changes of state are transitions of RFC 9293, figure 5.", count))
	default:
		paragraph(out, fmt.Sprintf("The %d states that were read can follow one another by RFC 9293, figure 5; "+
			"between them others may have been missed.", count))
	}
}

// explainSYN takes the first SYN of a trace apart, or else its first segment.
func explainSYN(out io.Writer, trace *timeline.Trace) error {
	all := trace.Segments()
	if len(all) == 0 {
		return errors.New("there is no segment to explain")
	}
	chosen := all[0]
	for _, s := range all {
		if s.Flags.Has(segment.SYN) && !s.Flags.Has(segment.ACK) {
			chosen = s
			break
		}
	}
	lines, err := explain.Packet(chosen.Packet)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nSegment %d, byte by byte:\n\n", chosen.Number)
	for _, line := range lines {
		fmt.Fprintln(out, line)
	}
	return nil
}
