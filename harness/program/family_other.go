//go:build !linux

package program

import (
	"net/netip"
	"time"
)

// AdoptOrphans is possible on Linux only, and reports false.
func AdoptOrphans() bool { return false }

// EndOrphans has nothing to end: see AdoptOrphans.
func EndOrphans() []int { return nil }

func startedAt(int) int64 { return 0 }

func (p *Process) family() []int { return nil }

func (p *Process) endFamily() {}

// KnowsResources reports whether Processor knows.
const KnowsResources = false

// Descriptors is not known here.
func (p *Process) Descriptors() (all, files int, known bool) { return 0, 0, false }

// Zombies is not known here, and 0.
func (p *Process) Zombies() int { return 0 }

// Processor is not known here, and 0.
func (p *Process) Processor() (had, waited time.Duration) { return 0, 0 }

// CPUTime is not known here, and 0.
func (p *Process) CPUTime() time.Duration { return 0 }

// KnowsListening reports whether Listening knows.
const KnowsListening = false

// Listening is not known here, and nil.
func (p *Process) Listening() []netip.AddrPort { return nil }

// PeerReceived is not known here.
func PeerReceived(near, far netip.AddrPort) (arrived uint64, unread uint32, known bool) {
	return 0, 0, false
}

// Ending is not known here, and false.
func (p *Process) Ending() bool { return false }

// GroupListens is not known here, and false.
func GroupListens(int) bool { return false }
