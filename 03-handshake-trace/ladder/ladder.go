// Package ladder draws a trace for a terminal: one time line that runs down,
// the client's calls and states on the left, the segments between, the
// server's calls and states on the right.
package ladder

import (
	"fmt"
	"io"
	"strings"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// Widths in columns. A terminal narrower than narrow gets lines that it wraps.
const (
	wide   = 100
	narrow = 80
	clock  = 8 // "12345.6 "
)

// together is how long after its row began an event still belongs into it.
const together = 2 * time.Millisecond

// Ladder draws events as they come. A row is written when the next begins, as
// an event and what it caused share one.
type Ladder struct {
	out      io.Writer
	language lang.Language
	side     int // width of the client's and of the server's column
	middle   int // width of the segments' column
	row      *row
	shown    time.Duration // the time that was written last
}

// New returns a ladder that writes to out in a language, for a terminal with so
// many columns.
func New(out io.Writer, columns int, language lang.Language) *Ladder {
	l := &Ladder{out: out, language: language, middle: 42, shown: -together}
	columns = min(columns, wide)
	if columns < wide {
		l.middle, columns = 36, max(columns, narrow)
	}
	l.side = (columns - clock - l.middle) / 2
	return l
}

// Draw draws a whole trace.
func Draw(out io.Writer, columns int, language lang.Language, trace *timeline.Trace) {
	l := New(out, columns, language)
	l.Head(trace)
	for _, event := range trace.Events {
		l.Event(event)
	}
	l.Flush()
}

func (l *Ladder) say(format lang.Format, args ...any) string {
	return lang.Say(format, args...).In(l.language)
}

// Head writes the names of the columns, with the addresses that are known, or
// with the port alone where the column is too narrow.
func (l *Ladder) Head(trace *timeline.Trace) {
	name := func(end timeline.End) string {
		name, address := end.Name().In(l.language), trace.Address[end]
		if !address.IsValid() {
			return name
		}
		if full := fmt.Sprintf("%s %s", name, address); printed(full) < l.side {
			return full
		}
		return fmt.Sprintf("%s :%d", name, address.Port())
	}
	io.WriteString(l.out, joined(strings.Repeat(" ", clock-3)+"ms ",
		pad(name(timeline.Client), l.side), pad(" "+l.say("segments"), l.middle), " "+name(timeline.Server)))
}

// Event draws one event. What waits in the sockets has no column here.
func (l *Ladder) Event(event timeline.Event) {
	if event.Kind == timeline.Queued {
		return
	}
	if l.row == nil || !l.row.takes(event) {
		l.Flush()
		l.row = &row{at: event.At, end: event.End}
	}
	l.row.add(event)
}

// Flush writes the row that is being put together.
func (l *Ladder) Flush() {
	if l.row == nil {
		return
	}
	row := l.row
	l.row = nil
	time := strings.Repeat(" ", clock)
	if row.at-l.shown >= together && !row.untimed() {
		time = clockText(row.at)
		l.shown = row.at
	}
	middle := l.segmentLines(row)
	cells := row.cellLines(l.side - 1)
	var text strings.Builder // of all lines, so that they are written at once
	for i := range max(len(middle), len(cells)) {
		var client, server string
		if i < len(cells) {
			client, server = cells[i], ""
			if row.end == timeline.Server {
				client, server = "", cells[i]
			}
		}
		line := l.blank()
		if i < len(middle) {
			line = middle[i]
		}
		text.WriteString(joined(time, pad(client, l.side), line, " "+server))
		time = strings.Repeat(" ", clock)
	}
	io.WriteString(l.out, text.String())
}

// clockText is a time in milliseconds, of as many digits as there is room for; from 10,000 s on
// in seconds, as it says.
func clockText(at time.Duration) string {
	ms := float64(at.Microseconds()) / 1000
	switch {
	case ms < 99_999.95:
		return fmt.Sprintf("%7.1f ", ms)
	case ms < 9_999_999.5:
		return fmt.Sprintf("%7.0f ", ms)
	}
	return fmt.Sprintf("%6.0fs ", min(at.Seconds(), 999_999))
}

// joined makes a line of its columns.
func joined(parts ...string) string {
	return strings.TrimRight(strings.Join(parts, ""), " ") + "\n"
}
