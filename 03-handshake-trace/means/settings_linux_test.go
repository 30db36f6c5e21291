package means

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
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

func TestUnderOtherSettings(t *testing.T) {
	t.Parallel()
	wire := theWire(t, Options{Delay: 50 * time.Millisecond})
	type result struct {
		trace *timeline.Trace
		err   error
	}
	begin := func(values map[string]string, s scenario.Scenario) chan result {
		done := make(chan result, 1)
		m := wire
		m.options.Settings = values
		go func() {
			trace, err := m.Observe(s, nil)
			done <- result{trace, err}
		}()
		return done
	}
	slow := map[string]chan result{} // which wait for the most part
	for _, setting := range settings {
		for _, s := range scenario.All {
			if s.Slow && !testing.Short() {
				slow[setting.name+s.Name] = begin(setting.values, s)
			}
		}
	}
	for _, setting := range settings {
		runs := map[string]chan result{}
		for _, s := range scenario.All {
			if !s.Slow {
				runs[s.Name] = begin(setting.values, s)
			} else if !testing.Short() {
				runs[s.Name] = slow[setting.name+s.Name]
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
					for attempt := 1; attempt < 4 && r.trace != nil && len(r.trace.Lesson) != said; attempt++ {
						r = <-begin(setting.values, s) // the machine stood still
					}
					require.NotNil(t, r.trace, r.err)
					if setting.name == "few retries" && s.Slow {
						assert.ErrorIs(t, r.err, scenario.ErrUnfinished, "the client gives up before there is room")
						assert.ErrorContains(t, r.err, "the server waits in accept(3)")
					} else {
						assert.NoError(t, r.err)
					}
					for _, end := range timeline.Ends {
						_, err := r.trace.Check(end, true)
						assert.NoError(t, err, end)
					}
					lost := 0
					for _, segment := range r.trace.Segments() {
						if segment.Lost {
							lost++
						}
					}
					assert.Equal(t, s.Lose != nil, lost == 1, "segments lost")
					assert.Len(t, r.trace.Lesson, said, "%q", r.trace.Said())
					if t.Failed() {
						for _, end := range timeline.Ends {
							t.Log(fmt.Sprint(end, ": ", s.Sequence(r.trace, end)))
						}
					}
				})
			}
		})
	}
}
