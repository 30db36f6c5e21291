package main

import (
	"fmt"
	"net/netip"
	"time"

	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

const seenHere = "calls, and states as each socket tells its own, but no segments"

// A run takes at most runLimit. delay stands in for the wire's: what the
// programs' pauses are measured by.
const (
	runLimit = 60 * time.Second
	delay    = 50 * time.Millisecond
)

// ownSockets is a loopback of which nothing is seen but the program's sockets.
type ownSockets struct {
	*timeline.Recorder
	hosts [2]endpoint.Host
}

func (*ownSockets) Attach(timeline.End) error { return nil }
func (*ownSockets) Start()                    {}
func (*ownSockets) Quiet() bool               { return true }
func (*ownSockets) Close()                    {}

// darwinStates are the states by the system's numbers (netinet/tcp_fsm.h).
var darwinStates = [...]states.State{
	states.Closed, states.Listen, states.SynSent, states.SynRecv, states.Established, states.CloseWait,
	states.FinWait1, states.Closing, states.LastAck, states.FinWait2, states.TimeWait,
}

// Observe asks the end's newest socket for its state: TCP_CONNECTION_INFO of
// tcp(4). What becomes of a connection after close, no socket can tell.
func (n *ownSockets) Observe(end timeline.End) {
	fd := n.hosts[end].Newest()
	if fd < 0 {
		return
	}
	info, err := unix.GetsockoptTCPConnectionInfo(fd, unix.IPPROTO_TCP, unix.TCP_CONNECTION_INFO)
	if err != nil || int(info.State) >= len(darwinStates) {
		return
	}
	state, last := darwinStates[info.State], n.LastState(end)
	if state != last && (last != states.Unread || state != states.Closed) {
		n.Note(timeline.Event{End: end, Kind: timeline.State, State: state})
	}
}

func (m *means) observe(s scenario.Scenario, _ options, _ watcher) (*timeline.Trace, error) {
	play := scenario.Plays[s.Name]
	if play.NeedsWire() {
		return nil, errNeedsWire
	}
	port, err := freePorts()
	if err != nil {
		return nil, err
	}
	recorder := timeline.NewRecorder(s.Name)
	recorder.Seen = seenHere
	recorder.Nth = max(1, s.Nth)
	network := &ownSockets{Recorder: recorder}
	server := netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), port)
	recorder.Address[timeline.Server] = server
	for end := range network.hosts {
		network.hosts[end] = endpoint.Host{
			End: timeline.End(end), Server: server.Addr(), Ports: [2]uint16{port, port + 1}, Delay: delay, Network: network,
		}
	}
	if err := scenario.Run(play, network, &network.hosts, runLimit); err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	recorder.Lesson = s.Tells(&recorder.Trace)
	return &recorder.Trace, nil
}
