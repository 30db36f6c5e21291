//go:build !linux

package main

import (
	"errors"
	"fmt"
	"runtime"

	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// means is the one there is where the kernel cannot be looked at as on Linux.
type means struct {
	mode    string
	private bool
}

var errNeedsWire = errors.New("this needs the wire")

func (m *means) line(options) string {
	return fmt.Sprintf("Segments can be observed on Linux only; this is %s. "+
		"What follows was recorded on a wire between two network namespaces.\n"+
		"To see this machine's own: sudo tcpdump -i lo0 -w FILE, and -r FILE.", runtime.GOOS)
}

func chooseMeans(o options) (*means, error) {
	if o.mode != "auto" || o.step {
		return nil, fmt.Errorf("nothing can be run with -mode %s on %s: leave -mode and -step out to see what was recorded", o.mode, runtime.GOOS)
	}
	return &means{mode: "recorded"}, nil
}

type watcher func(*timeline.Recorder) func(*timeline.Segment) bool

func (m *means) observe(scenario.Scenario, options, watcher) (*timeline.Trace, error) {
	return nil, errNeedsWire
}

func (m *means) everyState() bool { return true }

func watch(options) error {
	return fmt.Errorf("-port needs Linux: use sudo tcpdump -i lo0 -w FILE, and -r FILE")
}
