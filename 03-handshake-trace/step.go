package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/ladder"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// asker writes a ladder and asks about each segment before it arrives. While
// it waits for an answer the kernel may send again: then the question is
// repeated below what has happened.
type asker struct {
	in       *bufio.Scanner
	out      io.Writer
	question string // that is open, or empty; guarded by the recorder's lock
}

// Write writes a line of the ladder. The recorder's lock must be held.
func (a *asker) Write(line []byte) (int, error) {
	if a.question == "" {
		return a.out.Write(line)
	}
	_, err := fmt.Fprintf(a.out, "\n%s%s", line, a.question)
	return len(line), err
}

// hold returns what asks about a segment. After the end of in every segment is
// delivered.
func (a *asker) hold(recorder *timeline.Recorder, l *ladder.Ladder) func(*timeline.Segment) bool {
	return func(s *timeline.Segment) bool {
		recorder.Lock()
		l.Flush()
		a.question = say("%d %s from the %s: Enter delivers it, x and Enter loses it", s.Number, s.Flags, s.From.Name()) + " > "
		fmt.Fprint(a.out, a.question)
		recorder.Unlock()

		answered := a.in.Scan()

		recorder.Lock()
		defer recorder.Unlock()
		a.question = ""
		if !answered || !isTerminal(os.Stdin) { // where nobody's Enter has begun a new line
			fmt.Fprintln(a.out)
		}
		return !answered || strings.TrimSpace(a.in.Text()) != "x"
	}
}

// pause returns what waits before a segment of a file is shown, or nil without
// -step. After the end of in it waits no more.
func (o options) pause() func(*timeline.Segment) {
	if !o.step {
		return nil
	}
	in, ended := bufio.NewScanner(os.Stdin), false
	return func(s *timeline.Segment) {
		if ended {
			return
		}
		fmt.Fprint(stdout, say("%d %s from the %s: Enter shows it", s.Number, s.Flags, s.From.Name()), " > ")
		ended = !in.Scan()
		if ended || !isTerminal(os.Stdin) {
			fmt.Fprintln(stdout)
		}
	}
}

// drawSlowly draws a trace and pauses before a segment arrives, or where it was
// seen at one moment, before it is shown.
func drawSlowly(l *ladder.Ladder, trace *timeline.Trace, pause func(*timeline.Segment)) {
	l.Head(trace)
	for _, event := range trace.Events {
		s := event.Segment
		if event.Kind == timeline.Arrive && s.Arrived > s.Left || event.Kind == timeline.Leave && !s.Lost && s.Arrived == s.Left {
			l.Flush()
			pause(s)
		}
		l.Event(event)
	}
	l.Flush()
}

func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
