package means

import (
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// Watcher is of no use here: see observe.go.
type Watcher func(*timeline.Recorder) func(*timeline.Segment) bool

// opener makes a network ready for one run.
type opener func() error

// allMeans are the ways to observe, the best first.
var allMeans = []Means{
	{Mode: "wire", open: func() error { return lang.Errorf("segments can be observed on Linux only, and this is %s", "windows") }},
	{Mode: "calls", seen: "nothing of this machine", open: func() error { return nil }},
}

// What is said where the means that was chosen, or none, is not what was wanted.
const (
	insteadOfNothing lang.Format = "%v; leave -mode and -step out to see what was recorded"
	toSeeMore        lang.Format = "%v"
	besideIt         lang.Format = "Beside it stands what was recorded on a wire. This machine's own segments: have Wireshark save them, and -r FILE."
)

func (m *Means) try() error { return m.open() }

// Observe returns ErrNeedsWire.
func (m *Means) Observe(scenario.Scenario, Watcher) (*timeline.Trace, error) {
	return nil, ErrNeedsWire
}
