// Package means is the ways to observe a connection, from the best, a wire
// made of Go, down to asking the program's own sockets. Choose takes the best
// that works here; what it returns runs scenarios.
package means

import (
	"errors"
	"os"
	"syscall"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/namespace"
	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
)

// Options are what a user may ask of the means.
type Options struct {
	Mode  string        // wire or lo; auto for the best there is
	Delay time.Duration // of the wire, each way
	Step  bool          // segments are to be held, which only the wire can
	// Language is what a child process is to say its errors in.
	Language lang.Language
	// Settings are variables of namespace.Set and what they are to be during a
	// run that has namespaces of its own.
	Settings map[string]string
}

// Means is one way to observe.
type Means struct {
	Mode string // wire or lo, or calls where no segment is seen
	// Private: each run has namespaces of its own, so that several do not meet.
	Private bool

	seen    lang.Format // for the top line: what is seen, and where
	open    opener      // makes it ready for one run
	why     error       // the best one does not work; nil for the best
	options Options
}

// ErrNeedsWire says that a scenario cannot be seen by these means.
var ErrNeedsWire = lang.Errorf("this needs the wire")

// Choose returns the first of the means that works and that o allows. It
// returns nil and no error if a child process, in a namespace where more is
// allowed, has done what the command line asks for.
func Choose(o Options) (*Means, error) {
	var why error // not the first of them
	for _, m := range allMeans {
		if o.Mode != "auto" && o.Mode != m.Mode || o.Step && m.Mode != "wire" || namespace.InChild() && !m.Private {
			continue
		}
		m.options = o
		err := m.try()
		if errors.Is(err, syscall.EPERM) && why == nil && !namespace.InChild() {
			var done bool
			if done, err = namespace.RunChild(); done {
				return nil, err
			}
		}
		if err == nil {
			m.why = why
			namespace.ReportToParent("")
			return &m, nil
		}
		if why == nil {
			why = err
		}
	}
	if why != nil {
		namespace.ReportToParent(lang.Of(why).In(o.Language))
	}
	return nil, lang.Errorf(insteadOfNothing, why)
}

// Line is the top line: by which means, and why by no better one.
func (m *Means) Line() lang.Text {
	seen := lang.Say(m.seen)
	if m.Mode == "wire" {
		seen = lang.Say("%s, %v each way", seen, m.options.Delay)
	}
	if namespace.InChild() {
		seen = lang.Say("%s, as root of a user namespace", seen)
	}
	if m.why == nil {
		return lang.Say("Observed %s.", seen)
	}
	why := lang.Of(m.why)
	if m.Mode != "wire" && os.Geteuid() > 0 { // -1 where nobody has a number
		why = lang.Say(toSeeMore, why)
	}
	return words.Paragraph(lang.Say("Observed %s (no better way: %s).", seen, why), lang.Say(besideIt))
}

// EveryState reports whether no state between two that were read can have been
// missed.
func (m *Means) EveryState() bool { return m.Mode == "wire" }
