//go:build unix

package means

import (
	"errors"
	"runtime"
	"slices"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// runLimit is how long a run may take. The slowest takes about eight seconds.
const runLimit = 60 * time.Second

// shortestPause keeps the programs' pauses longer than the kernel's delayed
// ACK, even if the wire has no delay.
const shortestPause = 20 * time.Millisecond

// Watcher is called before a run that can be watched while it happens: on the
// wire alone. It prepares the recorder's Live and returns what decides about
// each segment of -step, or nil.
type Watcher func(*timeline.Recorder) func(*timeline.Segment) bool

// opener makes a network ready for one run.
type opener func(*run) (scenario.Means, error)

// run is one run of a scenario: who takes it down, who acts, and what befalls
// the segments between them where that can be arranged.
type run struct {
	*timeline.Recorder
	delay time.Duration
	lose  scenario.Loss                // nil for no loss
	watch Watcher                      // nil where nobody watches
	hold  func(*timeline.Segment) bool // what watch has returned
	hosts [2]endpoint.Host

	settings map[string]string
}

// programsWait reports whether both programs wait for something.
func (r *run) programsWait() bool { return r.hosts[0].Waits() && r.hosts[1].Waits() }

// Observe runs a scenario. watch may be nil. The error is ErrNeedsWire for one
// that these means cannot show, and scenario.ErrUnfinished where it did not come
// to its end: then the trace is what was seen until then.
func (m *Means) Observe(s scenario.Scenario, watch Watcher) (*timeline.Trace, error) {
	if s.NeedsWire() && m.Mode != "wire" {
		return nil, ErrNeedsWire
	}
	r := &run{Recorder: timeline.NewRecorder(s.Name), delay: m.options.Delay, watch: watch, settings: m.options.Settings}
	r.Seen = lang.Say(m.seen)
	r.Nth = max(1, s.Nth)
	if s.Lose != nil {
		r.lose = s.Lose()
	}
	network, err := m.open(r)
	if err != nil {
		return nil, err
	}
	limit := runLimit
	if r.hold != nil {
		limit = 0 // as long as somebody thinks about the next segment
	}
	r.newHosts(network)
	r.Start = time.Now()
	err = scenario.Run(s, network, &r.hosts, limit)
	if err != nil && !errors.Is(err, scenario.ErrUnfinished) {
		return nil, lang.Errorf("%s: %v", s.Name, err)
	}
	r.Lock() // a program may still be at work
	defer r.Unlock()
	trace := r.Trace
	trace.Events = slices.Clone(r.Events)
	trace.Lesson = s.Tells(&trace)
	if err != nil {
		err = lang.Errorf("%s: %v", s.Name, waiting(&trace, err))
	}
	return &trace, err
}

// waiting adds to an error which calls have not come back: ": the server waits in
// accept(3)".
func waiting(trace *timeline.Trace, err error) error {
	for _, end := range timeline.Ends {
		var last *timeline.Event
		for _, event := range trace.Events {
			if event.End == end && (event.Kind == timeline.Enter || event.Kind == timeline.Return) {
				last = &event
			}
		}
		if last != nil && last.Kind == timeline.Enter && !last.Call.Returned {
			err = lang.Errorf("%v: the %s waits in %s", err, end.Name(), last.Text())
		}
	}
	return err
}

// newHosts makes the two hosts whose programs are run.
func (r *run) newHosts(network endpoint.Network) {
	server := r.Address[timeline.Server]
	for end := range r.hosts {
		r.hosts[end] = endpoint.Host{
			End: timeline.End(end), Server: server.Addr(), Ports: [2]uint16{server.Port(), server.Port() + 1},
			Delay: max(r.delay, shortestPause), Network: network,
		}
	}
}

// try goes as far as a run does before its first call.
func (m *Means) try() error {
	failed := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlock: the thread may change its namespace
		network, err := m.open(&run{Recorder: timeline.NewRecorder("")})
		if err == nil {
			err = network.Attach(timeline.Client)
			network.Close()
		}
		failed <- err
	}()
	return <-failed
}
