package ladder

import (
	"strings"
	"time"
	"unicode/utf8"

	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// row is what stands side by side: at one end a call, or a state, or both, and
// the segment that left or reached this end at that moment.
type row struct {
	at                    time.Duration
	end                   timeline.End
	call                  string
	state                 string
	segment               *timeline.Segment
	leaves, arrives, lost bool
	repeated              bool // and was kept back
}

// takes reports whether an event belongs to the row and does not need its own.
func (r *row) takes(event timeline.Event) bool {
	if event.At-r.at > together {
		return false
	}
	switch event.Kind {
	case timeline.State:
		return r.end == event.End && r.state == "" && !r.leaves
	case timeline.Leave:
		return r.end == event.End && r.segment == nil
	case timeline.Arrive: // seen at one point of the way
		return r.segment == event.Segment && event.Segment.Left == event.At
	case timeline.Lost:
		return r.segment == event.Segment
	}
	return false
}

// untimed reports whether nobody knows when the row's segment was seen.
func (r *row) untimed() bool { return r.segment != nil && r.segment.Untimed }

func (r *row) add(event timeline.Event) {
	switch event.Kind {
	case timeline.Enter, timeline.Return:
		r.call = event.Text()
	case timeline.State:
		r.state = event.State.String()
	case timeline.Leave:
		r.segment, r.leaves = event.Segment, true
	case timeline.Arrive:
		r.segment, r.arrives = event.Segment, true
		if r.call == "" && r.state == "" {
			r.end = event.End
		}
	case timeline.Lost:
		r.segment, r.lost = event.Segment, true
	case timeline.Repeated:
		r.segment, r.leaves, r.repeated = event.Segment, true, true
	}
}

// cellLines is the row's call and state in lines of at most width columns.
func (r *row) cellLines(width int) []string {
	// A result does not part from its equals sign.
	lines := Wrap(strings.ReplaceAll(r.call, " = ", " =\u00a0"), width)
	for i, line := range lines {
		lines[i] = callColour.Sprint(strings.ReplaceAll(line, "\u00a0", " "))
	}
	if r.state == "" {
		return lines
	}
	state := stateColour.Sprint(r.state)
	last := len(lines) - 1
	if last >= 0 && printed(lines[last])+1+len(r.state) <= width {
		lines[last] += " " + state
		return lines
	}
	return append(lines, state)
}

// Wrap breaks text into lines of at most width columns, where the language lets a
// line end, or anywhere in what is too long for one.
func Wrap(text string, width int) (lines []string) {
	for rest := text; rest != ""; {
		line, _, _ := strings.Cut(lang.Wrap(rest, width, 0), "\n")
		for printed(line) > width {
			_, last := utf8.DecodeLastRuneInString(line)
			if last == len(line) {
				break
			}
			line = line[:len(line)-last]
		}
		lines = append(lines, line)
		rest = strings.TrimLeft(rest[len(line):], " \n")
	}
	return lines
}

// printed is the number of columns that text takes, colours aside.
func printed(text string) int {
	columns := 0
	for {
		before, after, found := strings.Cut(text, "\x1b[")
		if strings.ContainsFunc(before, mayBeWide) {
			columns += lang.Width(before)
		} else {
			columns += utf8.RuneCountInString(before)
		}
		if !found {
			return columns
		}
		_, text, _ = strings.Cut(after, "m")
	}
}

// mayBeWide reports whether a character may take two columns, as one of Chinese
// does. Those of a ladder are below.
func mayBeWide(r rune) bool { return r >= '\u2e80' }

// pad fills text up to so many columns.
func pad(text string, columns int) string {
	return text + strings.Repeat(" ", max(0, columns-printed(text)))
}
