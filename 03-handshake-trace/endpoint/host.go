//go:build unix

// Package endpoint is one end's program: socket calls made for real, each
// noted as it is entered and as it returns.
package endpoint

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// Network is what lies between the two ends, and takes down what happens there.
type Network interface {
	Lock()
	Unlock()
	Now() time.Duration
	Note(timeline.Event)
	// Takes learns the address of a client.
	Takes(netip.AddrPort) bool
	// Observe notes what a call at this end has caused: its state, and the
	// segments that left.
	Observe(timeline.End)
}

// Host makes the calls of one end. All are made on one thread, in order.
type Host struct {
	End     timeline.End
	Server  netip.Addr    // where the server listens
	Ports   [2]uint16     // on these ports, in most scenarios the first alone
	Delay   time.Duration // the cable's: what a pause is measured by
	Network Network
	Thread  int // the thread's id, where Settled is to be asked

	phase atomic.Int32
	open  []int // descriptors, the newest last
}

// Newest returns the descriptor of the socket that was opened last and is
// still open, or -1. Only the host's own thread may ask.
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

// Settled tells whether the program waits: asleep, finished, or held in a
// call by the kernel.
func (h *Host) Settled() bool {
	switch h.phase.Load() {
	case idle:
		return true
	case calling:
		return inKernel(h.Thread) && h.phase.Load() == calling
	}
	return false
}

// Finish says that the program has come to its end.
func (h *Host) Finish() { h.phase.Store(idle) }

// Sleep is sleep(3), for less than a second as well.
func (h *Host) Sleep(pause time.Duration) {
	h.enter(fmt.Sprintf("sleep(%s)", pause))
	h.phase.Store(idle)
	time.Sleep(pause)
	h.phase.Store(running)
}

func (h *Host) enter(call string) {
	h.Network.Lock()
	defer h.Network.Unlock()
	h.Network.Note(timeline.Event{End: h.End, Kind: timeline.Call, Text: call})
}

// atOnce makes a call that does not wait and notes it with its result, then
// what it caused.
func (h *Host) atOnce(call string, do func() (string, error)) {
	h.Network.Lock()
	defer h.Network.Unlock()
	entered := h.Network.Now()
	result, err := do()
	h.Network.Note(timeline.Event{At: entered, End: h.End, Kind: timeline.Call, Text: call + " = " + outcome(result, err)})
	h.Network.Observe(h.End)
}

// waiting makes a call that waits. Its return is noted by itself.
func (h *Host) waiting(call string, do func() (string, error)) {
	h.enter(call)
	h.phase.Store(calling)
	result, err := do()
	h.phase.Store(running)
	name, _, _ := strings.Cut(call, "(")
	h.Network.Lock()
	defer h.Network.Unlock()
	h.Network.Note(timeline.Event{End: h.End, Kind: timeline.Return, Text: name + "() = " + outcome(result, err)})
	h.Network.Observe(h.End)
}

// outcome is a call's result, or its error's name from errno(3).
func outcome(result string, err error) string {
	var errno unix.Errno
	if errors.As(err, &errno) {
		return unix.ErrnoName(errno)
	}
	if err != nil {
		return err.Error()
	}
	return result
}
