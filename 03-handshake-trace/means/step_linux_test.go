package means

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/stagetest"
)

// steps are runs that a reader steps through who thinks longer about the first
// segments than the kernels' timers wait. They take seconds each and wait for
// the most part, so all of them run at once: more than t.Parallel would allow.
type steps struct {
	*testing.T
	wire   Means
	traces map[string]chan *timeline.Trace
}

func newSteps(t *testing.T) *steps {
	m := theWire(t, Options{Delay: delay, Step: true})
	return &steps{t, m, map[string]chan *timeline.Trace{}}
}

// begin begins a run of a scenario in which the segments are lost that lose says.
func (runs *steps) begin(name string, s scenario.Scenario, lose func(*timeline.Segment) bool) {
	result := make(chan *timeline.Trace, 1)
	runs.traces[name] = result
	go func() {
		trace, err := runs.wire.Observe(s, func(recorder *timeline.Recorder) func(*timeline.Segment) bool {
			return func(segment *timeline.Segment) bool {
				switch {
				case segment.Number <= 2:
					time.Sleep(1200 * time.Millisecond) // a SYN is sent again after a second
				case segment.Number <= 5:
					time.Sleep(400 * time.Millisecond) // data after a fifth of one and a round trip
				}
				return !lose(segment)
			}
		})
		assert.NoError(runs, err, name)
		result <- trace
	}()
}

func nothing(*timeline.Segment) bool { return false }

// At the reader's pace each scenario is the one that it is at the cable's: the
// same calls, states and segments in the same order.
func TestSteppedSlowlyAScenarioIsTheSame(t *testing.T) {
	t.Parallel()
	runs := newSteps(t)
	for _, s := range scenario.All {
		if !s.Slow || stagetest.Thorough() { // that takes ten seconds
			runs.begin(s.Name, s, nothing)
		}
	}
	for _, s := range scenario.All {
		if runs.traces[s.Name] == nil {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			trace := <-runs.traces[s.Name]
			require.NotNil(t, trace)
			holdToTrace(t, trace)
			if s.Name == "losesynack" {
				return // either end's timer may send first, while the other's segment is held
			}
			for attempt := 1; attempt < 4 && !asExpected(s, trace); attempt++ { // the machine stood still
				runs.begin(s.Name, s, nothing)
				trace = <-runs.traces[s.Name]
			}
			for _, end := range timeline.Ends {
				assert.Equal(t, split(s.Expect.Of(end)), split(s.Sequence(trace, end)), end)
			}
			assert.Len(t, trace.Lesson, len(s.Tell), "every sentence can be said")
		})
	}
}

func asExpected(s scenario.Scenario, trace *timeline.Trace) bool {
	return s.Sequence(trace, timeline.Client) == s.Expect.Client && s.Sequence(trace, timeline.Server) == s.Expect.Server
}

func split(sequence string) []string { return strings.Split(sequence, " | ") }

// Whichever segment of the echo the reader loses, the connection comes to its
// end, and what is said of it is what happened.
func TestSteppedSlowlyWithALoss(t *testing.T) {
	t.Parallel()
	runs := newSteps(t)
	echo, _ := scenario.Find("echo")
	for number := 1; number <= 10; number++ {
		runs.begin(fmt.Sprint(number), echo, func(s *timeline.Segment) bool { return s.Number == number })
	}
	for number := 1; number <= 10; number++ {
		t.Run(fmt.Sprint(number), func(t *testing.T) {
			trace := <-runs.traces[fmt.Sprint(number)]
			require.NotNil(t, trace)
			lost := trace.Segments()[number-1]
			assert.True(t, lost.Lost)
			if lost.Length > 0 || lost.Flags.Has(segment.SYN) || lost.Flags.Has(segment.FIN) { // ACKs alone are not sent again
				assert.Contains(t, trace.Said()[0], fmt.Sprintf("Segment %d, %s, was lost and sent again", number, lost.Flags))
			}
			holdToTrace(t, trace)
		})
	}
}

// Nobody answers, and the client gives up: that ends the run, and all that was
// seen can be shown.
func TestAnUnansweredQuestionEndsWithTheClient(t *testing.T) {
	t.Parallel()
	m := theWire(t, Options{Delay: 10 * time.Millisecond, Step: true, Settings: map[string]string{
		"ipv4/tcp_syn_retries": "1", "ipv4/tcp_syn_linear_timeouts": "0"}})
	asked, never := make(chan bool, 1), make(chan bool)
	defer close(never)
	echo, _ := scenario.Find("echo")
	trace, err := m.Observe(echo, func(*timeline.Recorder) func(*timeline.Segment) bool {
		return func(*timeline.Segment) bool {
			asked <- true
			return <-never
		}
	})
	<-asked
	require.ErrorIs(t, err, scenario.ErrUnfinished)
	assert.ErrorContains(t, err, "the server waits in accept(3)")
	var errno string
	for _, event := range trace.Events {
		if event.Kind == timeline.Return && event.Call.Name == "connect" {
			errno = event.Call.Errno
		}
	}
	assert.Equal(t, "ETIMEDOUT", errno)
	assert.Len(t, trace.Segments(), 1, "what was sent again was kept back")
}

// holdToTrace holds the sentences of a trace and its states against it.
func holdToTrace(t *testing.T, trace *timeline.Trace) {
	for _, end := range timeline.Ends {
		_, err := trace.Check(end, true)
		assert.NoError(t, err)
	}
	repeated := map[*timeline.Segment]int{}
	for _, event := range trace.Events {
		if event.Kind == timeline.Repeated {
			repeated[event.Segment]++
			assert.Equal(t, 1, repeated[event.Segment], "segment %d: it is said once", event.Segment.Number)
		}
	}
	for _, sentence := range trace.Said() {
		if match := accepted.FindStringSubmatch(sentence); match != nil {
			assert.Equal(t, fmt.Sprint(lastArrivalBeforeAccept(trace)), match[1], sentence)
		}
		if match := lostAndAgain.FindStringSubmatch(sentence); match != nil {
			for i, s := range trace.Segments() {
				assert.Equal(t, fmt.Sprint(i+1) == match[1], s.Lost && fmt.Sprint(s.Number) == match[1], sentence)
			}
		}
		if match := connectTook.FindStringSubmatch(sentence); match != nil {
			assert.Equal(t, fmt.Sprintf("%.2f s", timeOfConnect(trace).Seconds()), match[1], sentence)
		}
	}
}

// What the sentences claim in numbers.
var (
	accepted     = regexp.MustCompile(`accept\(\) returned .*, with segment (\d+)`)
	lostAndAgain = regexp.MustCompile(`^Segment (\d+), [A-Z,]+, was lost and sent again`)
	connectTook  = regexp.MustCompile(`^connect\(\) took (\d+\.\d\d s)`)
)

func lastArrivalBeforeAccept(trace *timeline.Trace) (number int) {
	for _, event := range trace.Events {
		if event.Kind == timeline.Arrive && event.End == timeline.Server {
			number = event.Segment.Number
		}
		if event.Kind == timeline.Return && event.Call.Name == "accept" {
			break
		}
	}
	return number
}

func timeOfConnect(trace *timeline.Trace) (took time.Duration) {
	for _, event := range trace.Events {
		if event.Call == nil || event.Call.Name != "connect" {
			continue
		}
		if event.Kind == timeline.Return {
			return event.At + took
		}
		took = -event.At
	}
	return took
}
