package scenario

import (
	"errors"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// Means is where the two programs run and by which they are observed.
type Means interface {
	endpoint.Network
	// Attach prepares the calling thread for the calls of one end.
	Attach(timeline.End) error
	// Start begins to carry and to observe.
	Start()
	// Quiet reports whether nothing more will happen by itself.
	Quiet() bool
	Close()
}

// ErrUnfinished says that a scenario did not come to its end.
var ErrUnfinished = lang.Errorf("the run did not come to its end")

// poll is how often a run looks whether it may go on.
const poll = time.Millisecond

// standstill is for how long nothing may happen, with the client's program at
// its end and the server's in a call, until that call is not waited for.
const standstill = time.Second

// Run runs both programs until nothing more happens, or for at most limit
// (none if zero), and closes means. The server's program begins first.
func Run(s Scenario, means Means, hosts *[2]endpoint.Host, limit time.Duration) error {
	defer means.Close()
	client := start(s.Client, means, &hosts[timeline.Client])
	defer close(client.begin)
	server := start(s.Server, means, &hosts[timeline.Server])
	defer close(server.begin)
	if err := errors.Join(<-client.attached, <-server.attached); err != nil {
		return err
	}
	means.Start()
	overdue := func() bool { return false }
	if limit > 0 {
		end := time.Now().Add(limit)
		overdue = func() bool { return time.Now().After(end) }
	}
	server.begin <- true
	if !await(hosts[timeline.Server].Waits, overdue) {
		return lang.Errorf("%v within %s", ErrUnfinished, limit)
	}
	client.begin <- true
	var stuck time.Time // since when it has been
	for !(client.ended() && server.ended() && means.Quiet()) {
		if overdue() {
			return lang.Errorf("%v within %s", ErrUnfinished, limit)
		}
		switch {
		case !client.ended() || !hosts[timeline.Server].InCall() || !means.Quiet():
			stuck = time.Time{}
		case stuck.IsZero():
			stuck = time.Now()
		case time.Since(stuck) > standstill:
			return ErrUnfinished
		}
		time.Sleep(poll)
	}
	return nil
}

// program is a program and its thread.
type program struct {
	attached chan error
	begin    chan bool // closed instead, if it is not to begin
	done     chan struct{}
}

// start starts a thread, attaches it to means, and waits to run a program whose
// calls it makes.
func start(run Program, means Means, host *endpoint.Host) program {
	p := program{make(chan error, 1), make(chan bool), make(chan struct{})}
	go func() {
		host.Thread = endpoint.NewThread()
		defer host.Thread.Close()
		var err error
		host.Thread.Do(func() { err = means.Attach(host.End) })
		host.Thread.OwnFiles()
		p.attached <- err
		if <-p.begin && err == nil {
			run(host)
			host.Finish()
			close(p.done)
		}
	}()
	return p
}

func (p program) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// await returns true once done, or false once overdue.
func await(done, overdue func() bool) bool {
	for !done() {
		if overdue() {
			return false
		}
		time.Sleep(poll)
	}
	return true
}
