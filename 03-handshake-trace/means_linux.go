package main

import (
	"errors"
	"fmt"
	"runtime"

	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/03-handshake-trace/cable"
	"example.com/socket-tutorial/03-handshake-trace/loopback"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// means is one way to observe.
type means struct {
	mode string // for -mode: wire or lo, or calls where no segment is seen
	seen string
	// open makes it ready for one run.
	open func(recorder *timeline.Recorder, o options) (scenario.Means, error)
	// private: in namespaces of its own, so several runs do not meet.
	private bool
	why     string // the best one does not work; empty for the best
}

// allMeans are the ways to observe, the best first.
var allMeans = []means{
	{mode: "wire", seen: "on a wire between two network namespaces, TUN devices", open: wire(cable.TUN), private: true},
	{mode: "wire", seen: "on a wire between two network namespaces, veth pairs", open: wire(cable.Veth), private: true},
	{mode: "lo", seen: "on lo, in a network namespace of its own", open: privateLoopback, private: true},
	{mode: "lo", seen: "on this machine's lo", open: sharedLoopback},
	{mode: "calls", seen: "calls and states on this machine's lo, but no segments", open: callsOnly},
}

func wire(kind cable.Kind) func(*timeline.Recorder, options) (scenario.Means, error) {
	return func(recorder *timeline.Recorder, o options) (scenario.Means, error) {
		return cable.New(recorder, kind, o.delay), nil
	}
}

func privateLoopback(recorder *timeline.Recorder, _ options) (scenario.Means, error) {
	return loopback.Private(recorder, cable.Port), nil
}

func sharedLoopback(recorder *timeline.Recorder, _ options) (scenario.Means, error) {
	tap, err := loopback.OpenTap()
	if err != nil {
		return nil, err
	}
	port, err := freePorts()
	if err != nil {
		tap.Close()
		return nil, err
	}
	return loopback.Shared(recorder, port, tap), nil
}

func callsOnly(recorder *timeline.Recorder, _ options) (scenario.Means, error) {
	port, err := freePorts()
	return loopback.Shared(recorder, port, nil), err
}

// line is the top line: by which means, and why by no better one.
func (m *means) line(o options) string {
	line := "Observed " + m.seen
	if m.mode == "wire" {
		line += fmt.Sprintf(", %v each way", o.delay)
	}
	if inNamespace() {
		line += ", as root of a user namespace"
	}
	if m.why == "" {
		return line + "."
	}
	line += " (no better way: " + m.why
	if m.mode != "wire" && unix.Geteuid() != 0 {
		line += "; run with sudo to see every segment on a wire"
	}
	return line + ")."
}

// chooseMeans tries one after the other. It returns nil if a child, in a
// namespace where more is allowed, has done what o asks for.
func chooseMeans(o options) (*means, error) {
	why := "" // not the first of them
	for _, m := range allMeans {
		if o.mode != "auto" && o.mode != m.mode || o.step && m.mode != "wire" || inNamespace() && !m.private {
			continue
		}
		err := m.try(o)
		if errors.Is(err, unix.EPERM) && why == "" && !inNamespace() {
			var done bool
			if done, err = runInNamespace(); done {
				return nil, err
			}
		}
		if err == nil {
			m.why = why
			reportToParent("")
			return &m, nil
		}
		if why == "" {
			why = err.Error()
		}
	}
	reportToParent(why)
	return nil, fmt.Errorf("%s; run with sudo, or with -mode auto and without -step", why)
}

// try goes as far as a run does before its first call.
func (m *means) try(o options) error {
	failed := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlock: the thread may change its namespace
		network, err := m.open(timeline.NewRecorder(""), o)
		if err == nil {
			err = network.Attach(timeline.Client)
			network.Close()
		}
		failed <- err
	}()
	return <-failed
}
