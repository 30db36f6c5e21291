package loopback

import (
	"net/netip"
	"os"
	"sync"

	"example.com/socket-tutorial/03-handshake-trace/namespace"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/sockdiag"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// Loopback runs both ends on one machine, over lo.
type Loopback struct {
	*timeline.Recorder
	// Prepare, if not nil, is called in the namespace of a private loopback
	// before anything is sent.
	Prepare func() error

	private bool // in a network namespace of its own
	tap     *Tap // nil where segments cannot be seen
	watch   [2]*sockdiag.Watch
	closed  bool

	entering sync.Mutex
	place    *os.File // the namespace, once it is there
}

// Address is the server's, and the client's too.
var Address = netip.AddrFrom4([4]byte{127, 0, 0, 1})

// Private returns a loopback in a network namespace that it makes for itself.
func Private(recorder *timeline.Recorder, port uint16) *Loopback {
	l := Shared(recorder, port, nil)
	l.private = true
	return l
}

// Shared returns a loopback on the machine's own lo. Without a tap it sees
// calls and states only, for which no privilege is needed.
func Shared(recorder *timeline.Recorder, port uint16, tap *Tap) *Loopback {
	recorder.Address[timeline.Server] = netip.AddrPortFrom(Address, port)
	return &Loopback{Recorder: recorder, tap: tap}
}

// Attach moves the calling thread into the loopback's namespace, if it has
// one: the first makes it, the second joins it.
func (l *Loopback) Attach(end timeline.End) (err error) {
	l.entering.Lock()
	defer l.entering.Unlock()
	if l.private {
		if err := l.enter(); err != nil {
			return err
		}
	}
	l.watch[end], err = sockdiag.NewWatch(l.Recorder, end)
	return err
}

func (l *Loopback) enter() (err error) {
	if l.place != nil {
		return namespace.Join(l.place)
	}
	if err := namespace.Enter(); err != nil {
		return err
	}
	if l.place, err = namespace.Current(); err != nil {
		return err
	}
	if err := namespace.SwitchOn("lo"); err != nil {
		return err
	}
	if l.Prepare != nil {
		if err := l.Prepare(); err != nil {
			return err
		}
	}
	l.tap, err = OpenTap(l.Address[timeline.Server].Port(), Whole)
	return err
}

// Start begins to observe, until Close.
func (l *Loopback) Start() {
	if l.tap == nil {
		return
	}
	go l.tap.EachReadable(func() {
		l.Lock()
		defer l.Unlock()
		l.collect()
	})
}

// Quiet reports whether nothing more will happen.
func (l *Loopback) Quiet() bool {
	l.Lock()
	defer l.Unlock()
	l.Observe(timeline.Client)
	return l.Ended()
}

// Close ends the observation and puts everything in the order of its time.
func (l *Loopback) Close() {
	l.Lock()
	if l.tap != nil {
		l.collect()
		if n := l.tap.Dropped(); n > 0 {
			l.Seen = lang.Say("%s; %d packets were dropped unseen", l.Seen, n)
		}
	}
	l.closed = true
	l.Sort()
	l.Unlock()
	if l.tap != nil {
		l.tap.Close() // waits for collect, and so not under the lock
	}
	for _, watch := range l.watch {
		watch.Close()
	}
	if l.place != nil {
		l.place.Close()
	}
}

// Observe notes what has happened. On lo a call at one end changes the state
// of both, long before it returns, so both are read.
func (l *Loopback) Observe(timeline.End) {
	if l.closed {
		return
	}
	l.collect()
	for _, watch := range l.watch {
		watch.Read()
	}
}

func (l *Loopback) collect() {
	if l.tap == nil || l.closed {
		return
	}
	for _, packet := range l.tap.ReadAll() {
		s, err := segment.Decode(packet.Data)
		if err != nil {
			continue // not TCP
		}
		l.note(s, packet)
	}
}

func (l *Loopback) note(s segment.Segment, packet Packet) {
	from, client := timeline.Client, s.Source
	if s.Source == l.Address[timeline.Server] {
		from, client = timeline.Server, s.Destination
	} else if s.Destination != l.Address[timeline.Server] {
		return // between others
	}
	if !l.RegisterClient(client) {
		return
	}
	seen := l.NoteSegment(from, packet.At.Sub(l.Recorder.Trace.Start), packet.Data, s)
	seen.Arrived = seen.Left
	l.Note(timeline.Event{At: seen.Left, End: from.Other(), Kind: timeline.Arrive, Segment: seen})
}
