//go:build !linux

package main

import (
	"errors"
	"fmt"
	"runtime"

	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// means is the one there is where the kernel cannot be looked at as on Linux.
type means struct {
	mode    string // calls, as segments are not seen
	private bool
}

// errNeedsWire says that a scenario cannot be seen by these means.
var errNeedsWire = errors.New("this needs the wire")

// watcher is how a run is watched where there is a wire.
type watcher func(*timeline.Recorder) func(*timeline.Segment) bool

func (m *means) line(options) string {
	return fmt.Sprintf("Observed %s (no better way: segments can be observed on Linux only, and this is %s). "+
		"Beside it stands what was recorded on a wire. This machine's own segments: sudo tcpdump -w FILE, and -r FILE.",
		seenHere, runtime.GOOS)
}

func chooseMeans(o options) (*means, error) {
	if o.mode != "auto" || o.step {
		return nil, fmt.Errorf("there is no wire and no tap on %s: leave -mode and -step out to see what was recorded", runtime.GOOS)
	}
	return &means{mode: "calls"}, nil
}

// everyState tells whether no state between two that were read can have been
// missed.
func (m *means) everyState() bool { return false }

func watch(o options) error {
	return fmt.Errorf("-port %d needs Linux: use sudo tcpdump -w FILE port %[1]d, and -r FILE", o.port)
}
