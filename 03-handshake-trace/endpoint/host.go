// Package endpoint is one end's program: socket calls made for real, each
// noted as it is entered and as it returns.
package endpoint

import (
	"net/netip"
	"sync/atomic"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// Network is what lies between the two ends, and takes down what happens there.
type Network interface {
	Lock()
	Unlock()
	Now() time.Duration
	Note(timeline.Event)
	// RegisterClient learns the address of a client.
	RegisterClient(netip.AddrPort) bool
	// Observe notes what a call at this end has caused: its state, and the
	// segments that left.
	Observe(timeline.End)
	// LastQueues returns what was noted last to wait at an end.
	LastQueues(timeline.End) timeline.Queues
	// Sleep returns after a pause, by the network's clock.
	Sleep(time.Duration)
}

// Host makes the calls of one end. All are made on one thread, in order.
type Host struct {
	End     timeline.End
	Server  netip.Addr    // where the server listens
	Ports   [2]uint16     // on these ports, in most scenarios the first alone
	Delay   time.Duration // the cable's: what a pause is measured by
	Network Network
	Thread  *Thread // where the calls are made

	phase atomic.Int32
	open  []int // descriptors, the newest last
}

// Newest returns the descriptor of the socket that was opened last and is
// still open, or -1. Only the host's own program may ask.
func (h *Host) Newest() int {
	if len(h.open) == 0 {
		return -1
	}
	return h.open[len(h.open)-1]
}

// What a program is doing, as far as it says itself.
const (
	running int32 = iota
	calling       // in a call that waits
	idle          // asleep, or at its end
)

// Waits reports whether the program waits: asleep, finished, or held in a
// call by the kernel.
func (h *Host) Waits() bool {
	switch h.phase.Load() {
	case idle:
		return true
	case calling:
		return inKernel(h.Thread.ID()) && h.phase.Load() == calling
	}
	return false
}

// InCall reports whether the program is held in a call by the kernel.
func (h *Host) InCall() bool { return h.phase.Load() == calling && h.Waits() }

// Finish says that the program has come to its end.
func (h *Host) Finish() { h.phase.Store(idle) }

// Sleep is sleep(3), for less than a second as well.
func (h *Host) Sleep(pause time.Duration) {
	h.enter(timeline.Call{Name: "sleep", Pause: pause})
	h.phase.Store(idle)
	h.Network.Sleep(pause)
	h.phase.Store(running)
}

// Queues returns what waits in the program's sockets, as it was noted last:
// nothing where nobody can ask for it.
func (h *Host) Queues() timeline.Queues {
	h.Network.Lock()
	defer h.Network.Unlock()
	return h.Network.LastQueues(h.End)
}

func (h *Host) enter(call timeline.Call) {
	h.Network.Lock()
	defer h.Network.Unlock()
	h.Network.Note(timeline.Event{End: h.End, Kind: timeline.Enter, Call: &call})
}

// atOnce makes a call that does not wait and notes it with its result, then
// what it caused.
func (h *Host) atOnce(call timeline.Call, do func() (int, error)) timeline.Call {
	h.Network.Lock()
	defer h.Network.Unlock()
	entered := h.Network.Now()
	h.Thread.Do(func() { returned(&call, do) })
	h.Network.Note(timeline.Event{At: entered, End: h.End, Kind: timeline.Enter, Call: &call})
	h.Network.Observe(h.End)
	return call
}

// waiting makes a call that waits. Its return is noted by itself.
func (h *Host) waiting(call timeline.Call, do func(*timeline.Call) (int, error)) timeline.Call {
	h.enter(call)
	h.phase.Store(calling)
	h.Thread.Do(func() { returned(&call, func() (int, error) { return do(&call) }) })
	h.phase.Store(running)
	h.Network.Lock()
	defer h.Network.Unlock()
	h.Network.Note(timeline.Event{End: h.End, Kind: timeline.Return, Call: &call})
	h.Network.Observe(h.End)
	return call
}

// returned makes a call and fills in how it came back.
func returned(call *timeline.Call, do func() (int, error)) {
	result, err := do()
	call.Returned = true
	if err != nil {
		call.Errno = errnoName(err)
		return
	}
	call.Result = result
}
