// Package scenario holds what there is to see. Each scenario is one file: a
// pair of little programs that are run at the two ends, the sequence of calls,
// states and segments that they must give, and the sentences that their trace
// teaches. It appears nowhere else but in All.
package scenario

import (
	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// All are the scenarios, in the order in which they are best read; what is
// slow comes last.
var All = []Scenario{
	echo,
	noaccept,
	refused,
	rstunread,
	linger0,
	halfclose,
	fin4,
	timewait,
	simclose,
	losesyn,
	losesynack,
	loseack,
	losedata,
	loselastack,
	backlog,
}

// Scenario is one thing to see.
type Scenario struct {
	Name   string
	Lesson lang.Format // in one line

	Client, Server Program
	Lose           func() Loss // makes what says which segments are lost; nil for none

	Expect Sequences // what the two ends do and see on the wire, in the notation of Sequence

	// Tell are the sentences under the ladder, in order. Each is computed
	// from the trace, and nothing where the trace does not show it.
	Tell []Sentence

	Together bool // both ends must act while a segment is on its way
	Slow     bool // takes several seconds
	// Nth is the connection to record, in the order in which they are made;
	// 0 is the first.
	Nth int
}

// Sequences are those of the two ends.
type Sequences struct{ Client, Server string }

// Of returns one end's.
func (s Sequences) Of(end timeline.End) string {
	if end == timeline.Client {
		return s.Client
	}
	return s.Server
}

// Program is what one end runs: calls on the sockets of its host.
type Program func(*endpoint.Host)

// Sentence says what a trace shows, or nothing if it does not show it.
type Sentence func(*timeline.Trace) lang.Text

// nothing is what a Sentence says of a trace that does not show it.
var nothing lang.Text

// NeedsWire reports whether only the cable can show it: nothing gets lost on
// lo, and nothing is on its way there for long.
func (s Scenario) NeedsWire() bool { return s.Lose != nil || s.Together }

// Tells returns the sentences that a trace of this scenario supports. A scenario
// that loses nothing tells first of what a reader has lost.
func (s Scenario) Tells(t *timeline.Trace) []lang.Text {
	var said []lang.Text
	sentences := s.Tell
	if s.Lose == nil {
		sentences = append([]Sentence{sentAgain}, sentences...)
	}
	for _, sentence := range sentences {
		if text := sentence(t); !text.IsZero() {
			said = append(said, text)
		}
	}
	return said
}

// Recognise puts sentences in place of those of a recording, which are text, where
// its scenario tells the same of it word for word: so they have a language.
func Recognise(t *timeline.Trace) {
	s, known := Find(t.Title)
	if !known {
		return
	}
	for _, told := range s.Tells(t) {
		for i, recorded := range t.Lesson {
			if recorded.String() == told.String() {
				t.Lesson[i] = told
			}
		}
	}
}

// Find returns the scenario of that name, and whether there is one.
func Find(name string) (Scenario, bool) {
	for _, s := range All {
		if s.Name == name {
			return s, true
		}
	}
	return Scenario{}, false
}

// mistyped is how many letters may be wrong in a name that is still meant.
const mistyped = 2

// Near returns the name that was probably meant, or "" if none is near.
func Near(name string) (nearest string) {
	best := min(mistyped, len(name)-1)
	for _, s := range All {
		if changes := distance(name, s.Name); changes < best || changes == best && nearest == "" {
			nearest, best = s.Name, changes
		}
	}
	return nearest
}

// distance is Levenshtein's: the letters to insert, remove or replace.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
