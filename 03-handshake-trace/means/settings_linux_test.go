package means

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/03-handshake-trace/timeline/timelinetest"
	"example.com/socket-tutorial/harness/stagetest"
)

// Kernels are set up in many ways. Whatever the settings, no scenario may say
// what did not happen, or find a violation where there is none.
var settings = []struct {
	name    string
	values  map[string]string
	backlog int // how many sentences of that scenario can be said
}{
	{"ECN", map[string]string{"ipv4/tcp_ecn": "1"}, 2},
	{"no timestamps", map[string]string{"ipv4/tcp_timestamps": "0"}, 2},
	{"no SACK", map[string]string{"ipv4/tcp_sack": "0"}, 2},
	{"no window scaling", map[string]string{"ipv4/tcp_window_scaling": "0"}, 2},
	{"SYN cookies always", map[string]string{"ipv4/tcp_syncookies": "2"}, 2},
	{"no SYN cookies", map[string]string{"ipv4/tcp_syncookies": "0"}, 2},
	{"Fast Open", map[string]string{"ipv4/tcp_fastopen": "3"}, 2},
	{"few retries", map[string]string{"ipv4/tcp_syn_retries": "1", "ipv4/tcp_synack_retries": "1", "ipv4/tcp_retries2": "3", "ipv4/tcp_orphan_retries": "1"}, 1},
	{"no queue", map[string]string{"core/somaxconn": "0"}, 0},
}

// A setting that changes what both kernels send stands for the others: these see
// the echo only, unless nothing is to be left out. Which take ten seconds are begun
// first, since they wait for the most part.
func TestUnderOtherSettings(t *testing.T) {
	t.Parallel()
	wire := theWire(t, Options{Delay: delay})
	slow := map[string]chan result{}
	for _, setting := range settings {
		for _, s := range scenario.All {
			if s.Slow && stagetest.Thorough() {
				slow[setting.name+s.Name] = begin(wire, setting.values, s)
			}
		}
	}
	for i, setting := range settings {
		runs := map[string]chan result{}
		for _, s := range scenario.All {
			switch {
			case s.Slow && stagetest.Thorough():
				runs[s.Name] = slow[setting.name+s.Name]
			case !s.Slow && (i == 0 || s.Name == "echo" || stagetest.Thorough()):
				runs[s.Name] = begin(wire, setting.values, s)
			}
		}
		t.Run(setting.name, func(t *testing.T) {
			for _, s := range scenario.All {
				if runs[s.Name] == nil {
					continue
				}
				t.Run(s.Name, func(t *testing.T) {
					said := len(s.Tell)
					if s.Slow {
						said = setting.backlog
					}
					r := <-runs[s.Name]
					for attempt := 1; r.trace != nil && len(r.trace.Lesson) != said && timelinetest.Stalled(r.trace, delay); attempt++ {
						if attempt == attempts {
							t.Skipf("the machine stood still in each of %d runs", attempts)
						}
						r = <-begin(wire, setting.values, s)
					}
					require.NotNil(t, r.trace, r.err)
					if setting.name == "few retries" && s.Slow {
						assert.ErrorIs(t, r.err, scenario.ErrUnfinished, "the client gives up before there is room")
						assert.ErrorContains(t, r.err, "the server waits in accept(3)")
					} else {
						assert.NoError(t, r.err)
					}
					holdToKernel(t, s, r.trace)
					assert.Len(t, r.trace.Lesson, said, "%q", r.trace.Said())
				})
			}
		})
	}
}

const (
	delay    = 50 * time.Millisecond // of the wire, each way
	attempts = 8                     // bounds how often a run is repeated that proves nothing
)

type result struct {
	trace *timeline.Trace
	err   error
}

// begin begins a run of a scenario between kernels with these settings.
func begin(wire Means, values map[string]string, s scenario.Scenario) chan result {
	done := make(chan result, 1)
	wire.options.Settings = values
	go func() {
		trace, err := wire.Observe(s, nil)
		done <- result{trace, err}
	}()
	return done
}

// holdToKernel wants no violation in a trace of a scenario, and that segment lost
// which it loses.
func holdToKernel(t *testing.T, s scenario.Scenario, trace *timeline.Trace) {
	lost := 0
	for _, segment := range trace.Segments() {
		if segment.Lost {
			lost++
		}
	}
	assert.Equal(t, s.Lose != nil, lost == 1, "segments lost")
	for _, end := range timeline.Ends {
		_, err := trace.Check(end, true)
		assert.NoError(t, err, end)
		if t.Failed() {
			t.Log(end, ": ", s.Sequence(trace, end))
		}
	}
}
