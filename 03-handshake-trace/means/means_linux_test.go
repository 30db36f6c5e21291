package means

import (
	"errors"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/namespace"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// observeEcho runs echo by one means, or skips where that does not work.
func observeEcho(t *testing.T, m Means) *timeline.Trace {
	m.options = Options{Delay: 10 * time.Millisecond}
	if err := m.try(); err != nil {
		t.Skipf("%s: %v", m.seen, err)
	}
	echo, _ := scenario.Find("echo")
	trace, err := m.Observe(echo, nil)
	require.NoError(t, err)
	return trace
}

// Whatever the means, the segments of the echo are the same, and so is what
// was read of the states in its end.
func TestEchoByEachMeans(t *testing.T) {
	for _, m := range allMeans {
		t.Run(string(m.seen), func(t *testing.T) {
			trace := observeEcho(t, m)
			for _, end := range timeline.Ends {
				_, err := trace.Check(end, m.EveryState())
				assert.NoError(t, err)
			}
			assert.Contains(t, trace.States(timeline.Client), states.TimeWait)
			assert.Contains(t, trace.States(timeline.Server), states.Closed)
			assert.True(t, slices.IsSortedFunc(trace.Events, func(a, b timeline.Event) int { return int(a.At - b.At) }))
			if m.Mode == "calls" {
				assert.Empty(t, trace.Segments())
				return
			}
			var sent []string
			for i, s := range trace.Segments() {
				assert.Equal(t, i+1, s.Number)
				sent = append(sent, s.From.String()+" "+scenario.Named(s))
				verdict := segment.Good
				if m.Mode == "lo" {
					verdict = segment.Offloaded
				}
				assert.Equal(t, verdict, s.Verdict, "checksum of segment %d", s.Number)
			}
			require.GreaterOrEqual(t, len(sent), 9)
			assert.Equal(t, []string{"client SYN", "server SYN,ACK", "client ACK", "client ACK 5"}, sent[:4])
			assert.Equal(t, []string{"client FIN,ACK", "server FIN,ACK", "client ACK"}, sent[len(sent)-3:])
		})
	}
}

func TestLossNeedsTheWire(t *testing.T) {
	losesyn, _ := scenario.Find("losesyn")
	m := allMeans[len(allMeans)-1]
	_, err := m.Observe(losesyn, nil)
	assert.ErrorIs(t, err, ErrNeedsWire)
}

// Each run's interfaces are gone when it is over, and none of them was ever
// among the machine's own.
func TestNothingIsLeftBehind(t *testing.T) {
	interfaces := func() (names []string) {
		all, err := net.Interfaces()
		require.NoError(t, err)
		for _, one := range all {
			names = append(names, one.Name)
		}
		return names
	}
	before := interfaces()
	for _, m := range allMeans[:3] {
		t.Run(string(m.seen), func(t *testing.T) {
			observeEcho(t, m)
			assert.Equal(t, before, interfaces())
		})
	}
}

func TestLineSaysWhy(t *testing.T) {
	wire := allMeans[0]
	wire.options.Delay = 50 * time.Millisecond
	asRoot := ""
	if namespace.InChild() {
		asRoot = ", as root of a user namespace"
	}
	assert.Equal(t, "Observed on a wire between two network namespaces, TUN devices, 50ms each way"+asRoot+".", wire.Line().String())
	lo := allMeans[3]
	lo.why = errors.New("unshare CLONE_NEWNET: operation not permitted")
	line := lo.Line().String()
	assert.Contains(t, line, "Observed on this machine's lo"+asRoot+" (no better way: unshare CLONE_NEWNET: operation not permitted")
	assert.Equal(t, os.Geteuid() != 0, strings.Contains(line, "run with sudo"))
}
