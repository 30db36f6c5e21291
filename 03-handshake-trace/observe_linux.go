package main

import (
	"errors"
	"fmt"
	"net/netip"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/cable"
	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// errNeedsWire says that a scenario cannot be seen by these means.
var errNeedsWire = errors.New("this needs the wire")

// runLimit is how long a run may take. The slowest takes about eight seconds.
const runLimit = 60 * time.Second

// shortestPause keeps the programs' pauses longer than the kernel's delayed
// ACK, even if the wire has no delay.
const shortestPause = 20 * time.Millisecond

// watcher prepares a recorder's Live and returns what decides about each
// segment of -step, or nil.
type watcher func(*timeline.Recorder) func(*timeline.Segment) bool

// observe runs a scenario. watch may be nil.
func (m *means) observe(s scenario.Scenario, o options, watch watcher) (*timeline.Trace, error) {
	play := scenario.Plays[s.Name]
	if play.NeedsWire() && m.mode != "wire" {
		return nil, errNeedsWire
	}
	recorder := timeline.NewRecorder(s.Name)
	recorder.Seen = m.seen
	recorder.Nth = max(1, s.Nth)
	network, err := m.open(recorder, o)
	if err != nil {
		return nil, err
	}
	hosts := cast(network, recorder.Address[timeline.Server], o)
	limit := runLimit
	if c, ok := network.(*cable.Cable); ok {
		c.Settled = func() bool { return hosts[0].Settled() && hosts[1].Settled() }
		if play.Lose != nil {
			c.Lose = play.Lose()
		}
		if watch != nil {
			c.Hold = watch(recorder)
		}
		if c.Hold != nil {
			limit = 0 // as long as somebody thinks about the next segment
		}
	}
	recorder.Start = time.Now()
	if err := scenario.Run(play, network, hosts, limit); err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	recorder.Lesson = s.Tells(&recorder.Trace)
	return &recorder.Trace, nil
}

// cast makes the two hosts whose programs are run.
func cast(network endpoint.Network, server netip.AddrPort, o options) *[2]endpoint.Host {
	var hosts [2]endpoint.Host
	for end := range hosts {
		hosts[end] = endpoint.Host{
			End: timeline.End(end), Server: server.Addr(), Ports: [2]uint16{server.Port(), server.Port() + 1},
			Delay: max(o.delay, shortestPause), Network: network,
		}
	}
	return &hosts
}

// everyState tells whether no state between two that were read can have been
// missed.
func (m *means) everyState() bool { return m.mode == "wire" }
