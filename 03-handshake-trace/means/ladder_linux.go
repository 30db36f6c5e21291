package means

import (
	"example.com/socket-tutorial/03-handshake-trace/cable"
	"example.com/socket-tutorial/03-handshake-trace/loopback"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
)

// allMeans are the ways to observe, the best first.
var allMeans = []Means{
	{Mode: "wire", seen: "on a wire between two network namespaces, TUN devices", open: wire(cable.TUN), Private: true},
	{Mode: "wire", seen: "on a wire between two network namespaces, veth pairs", open: wire(cable.Veth), Private: true},
	{Mode: "lo", seen: "on lo, in a network namespace of its own", open: privateLoopback, Private: true},
	{Mode: "lo", seen: "on this machine's lo", open: sharedLoopback},
	{Mode: "calls", seen: "calls and states on this machine's lo, but no segments", open: callsOnly},
}

// What is said where the means that was chosen, or none, is not what was wanted.
const (
	insteadOfNothing = "run with sudo, or with -mode auto and without -step"
	toSeeMore        = "; run with sudo to see every segment on a wire"
	besideIt         = ""
)

func wire(kind cable.Kind) opener {
	return func(r *run) (scenario.Means, error) {
		c := cable.New(r.Recorder, kind, r.delay)
		if r.watch != nil {
			r.hold = r.watch(r.Recorder)
		}
		c.Lose, c.Hold, c.ProgramsWait = r.lose, r.hold, r.programsWait
		return c, nil
	}
}

func privateLoopback(r *run) (scenario.Means, error) {
	return loopback.Private(r.Recorder, cable.Port), nil
}

func sharedLoopback(r *run) (scenario.Means, error) {
	port, err := freePorts()
	if err != nil {
		return nil, err
	}
	tap, err := loopback.OpenTap(port, loopback.Whole)
	if err != nil {
		return nil, err
	}
	return loopback.Shared(r.Recorder, port, tap), nil
}

func callsOnly(r *run) (scenario.Means, error) {
	port, err := freePorts()
	return loopback.Shared(r.Recorder, port, nil), err
}
