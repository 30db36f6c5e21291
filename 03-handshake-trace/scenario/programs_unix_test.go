//go:build unix

package scenario

import (
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// slow is a network on a slow machine: bytes come only while the server sleeps
// for the third time.
type slow struct {
	sync.Mutex
	slept []time.Duration
	known bool // somebody can ask what waits
}

func (*slow) Now() time.Duration                 { return 0 }
func (*slow) Note(timeline.Event)                {}
func (*slow) RegisterClient(netip.AddrPort) bool { return true }
func (*slow) Observe(timeline.End)               {}
func (s *slow) Sleep(pause time.Duration)        { s.slept = append(s.slept, pause) }

func (s *slow) LastQueues(timeline.End) timeline.Queues {
	if !s.known {
		return timeline.Queues{}
	}
	queues := timeline.Queues{Listens: true, Backlog: 5}
	if len(s.slept) >= 3 {
		queues.Accept, queues.Receive = 1, 19
	}
	return queues
}

// The server of noaccept closes when bytes wait in its queue, however late they
// come, and not after a time.
func TestNeverAcceptWaitsForTheBytes(t *testing.T) {
	for _, c := range []struct {
		known  bool
		sleeps int
	}{{true, 3}, {false, 1}} {
		network := &slow{known: c.known}
		h := &endpoint.Host{End: timeline.Server, Server: netip.MustParseAddr("127.0.0.1"), Delay: time.Millisecond,
			Network: network, Thread: endpoint.NewThread()}
		neverAccept(h)
		h.Thread.Close()
		assert.Len(t, network.slept, c.sleeps)
		for _, pause := range network.slept {
			assert.Equal(t, 8*time.Millisecond, pause)
		}
	}
}

// What never comes ends no later than it must.
func TestSleepUntilEnds(t *testing.T) {
	network := &slow{known: true}
	sleepUntil(&endpoint.Host{Network: network}, time.Second, func(timeline.Queues) bool { return false })
	assert.Len(t, network.slept, sleepsMax)
}
