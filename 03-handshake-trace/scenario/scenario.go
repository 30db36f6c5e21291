//go:build unix

// Package scenario holds the little programs that are run at the two ends,
// one pair for each thing there is to see.
package scenario

import "example.com/socket-tutorial/03-handshake-trace/endpoint"

// Scenario is one thing to see.
type Scenario struct {
	Name   string
	Lesson string // in one line
	Server func(*endpoint.Host)
	Client func(*endpoint.Host)

	// Lose makes what says which segments are lost; nil for none.
	Lose func() Loss
	// Together: it needs both ends to act while a segment is on its way.
	Together bool
	// Follow is the connection to record, from 1 (or 0) in the order of SYNs.
	Follow int
	Slow   bool // takes more than ten seconds
}

// NeedsWire tells whether only the cable can show it: nothing gets lost on lo,
// and nothing is on its way there for long.
func (s Scenario) NeedsWire() bool { return s.Lose != nil || s.Together }
