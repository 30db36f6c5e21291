package means

import (
	"example.com/socket-tutorial/03-handshake-trace/cable"
	"example.com/socket-tutorial/03-handshake-trace/loopback"
	"example.com/socket-tutorial/03-handshake-trace/namespace"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/harness/lang"
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
	insteadOfNothing lang.Format = "%v; run with sudo, or with -mode auto and without -step"
	toSeeMore        lang.Format = "%v; run with sudo to see every segment on a wire"
	besideIt         lang.Format = ""
)

func wire(kind cable.Kind) opener {
	return func(r *run) (scenario.Means, error) {
		c := cable.New(r.Recorder, kind, r.delay)
		if r.watch != nil {
			r.hold = r.watch(r.Recorder)
		}
		c.Lose, c.Hold, c.ProgramsWait, c.Prepare = r.lose, r.hold, r.programsWait, r.prepare
		return c, nil
	}
}

// prepare sets the present namespace up for a run.
func (r *run) prepare() error {
	if r.hold != nil {
		for variable, value := range patience {
			_ = namespace.Set(variable, value) // older kernels do not have them all
		}
	}
	for variable, value := range r.settings {
		if err := namespace.Set(variable, value); err != nil {
			return err
		}
	}
	return nil
}

// patience keeps the kernels from giving up while somebody thinks about a
// segment: a SYN is sent again for ten minutes, everything else for longer. And
// they are not to conclude from a pause to read that the way is long: what was
// lost is sent again after four seconds at most.
var patience = map[string]string{
	"ipv4/tcp_syn_retries":         "127",
	"ipv4/tcp_syn_linear_timeouts": "127",
	"ipv4/tcp_synack_retries":      "255",
	"ipv4/tcp_retries2":            "255",
	"ipv4/tcp_orphan_retries":      "255",
	"ipv4/tcp_fin_timeout":         "7200",
	"ipv4/tcp_rto_max_ms":          "4000",
}

func privateLoopback(r *run) (scenario.Means, error) {
	l := loopback.Private(r.Recorder, cable.Port)
	l.Prepare = r.prepare
	return l, nil
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
