//go:build unix && !linux

package means

import (
	"net/netip"
	"runtime"

	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// allMeans are the ways to observe, the best first.
var allMeans = []Means{
	{Mode: "wire", open: noWire},
	{Mode: "calls", seen: "calls, and states as each socket tells its own, but no segments", open: openOwnSockets},
}

// What is said where the means that was chosen, or none, is not what was wanted.
const (
	insteadOfNothing lang.Format = "%v; leave -mode and -step out to see what was recorded"
	toSeeMore        lang.Format = "%v"
	besideIt         lang.Format = "Beside it stands what was recorded on a wire. This machine's own segments: sudo tcpdump -w FILE, and -r FILE."
)

func noWire(*run) (scenario.Means, error) {
	return nil, lang.Errorf("segments can be observed on Linux only, and this is %s", runtime.GOOS)
}

// ownSockets is a loopback of which nothing is seen but the program's sockets.
type ownSockets struct{ *run }

func (ownSockets) Attach(timeline.End) error { return nil }
func (ownSockets) Start()                    {}
func (ownSockets) Quiet() bool               { return true }
func (ownSockets) Close()                    {}

func openOwnSockets(r *run) (scenario.Means, error) {
	port, err := freePorts()
	r.Address[timeline.Server] = netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), port)
	return ownSockets{r}, err
}

// Observe asks the end's newest socket for its state. What becomes of a
// connection after close, no socket can tell.
func (n ownSockets) Observe(end timeline.End) {
	fd := n.hosts[end].Newest()
	if fd < 0 {
		return
	}
	state, last := stateOf(fd), n.LastState(end)
	if state != states.Unread && state != last && (last != states.Unread || state != states.Closed) {
		n.Note(timeline.Event{End: end, Kind: timeline.State, State: state})
	}
}
