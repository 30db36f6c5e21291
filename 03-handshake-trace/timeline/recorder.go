package timeline

import (
	"net/netip"
	"slices"
	"sync"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
)

// Recorder takes a Trace down while it happens. Whoever holds its lock may
// act and note what that did, and nobody else's event comes in between: the
// order of the events is the order of what happened, not of who was scheduled.
type Recorder struct {
	sync.Mutex
	Trace

	// Live, if not nil, is handed each event as it is noted, under the lock.
	Live func(Event)

	// Nth is the connection that is taken down, from 1 in the order in which
	// the clients' ports were first seen.
	Nth          int
	ports        []uint16 // of the clients, in that order
	count        int      // segments
	last         [2]states.State
	queues       [2]Queues
	conversation Conversation
}

// NewRecorder returns a recorder whose clock starts now.
func NewRecorder(title string) *Recorder {
	return &Recorder{Trace: Trace{Title: title, Start: time.Now()}, Nth: 1}
}

// Now returns the time since the start.
func (r *Recorder) Now() time.Duration { return time.Since(r.Start) }

// Sleep is time.Sleep: the clock never stands still.
func (r *Recorder) Sleep(pause time.Duration) { time.Sleep(pause) }

// Note appends an event; one without a time gets the present one. The lock
// must be held.
func (r *Recorder) Note(event Event) {
	if event.At == 0 {
		event.At = r.Now()
	}
	if event.Kind == State {
		r.last[event.End] = event.State
	}
	if event.Kind == Queued {
		r.queues[event.End] = *event.Queues
	}
	r.Events = append(r.Events, event)
	if r.Live != nil {
		r.Live(event)
	}
}

// NoteSegment notes that a packet left from, at the time left, and numbers
// it. decoded is the packet taken apart. The lock must be held.
func (r *Recorder) NoteSegment(from End, left time.Duration, packet []byte, decoded segment.Segment) *Segment {
	r.count++
	s := &Segment{Segment: decoded, Number: r.count, From: from, Left: left, Packet: packet}
	r.conversation.Follow(s)
	r.Note(Event{At: left, End: from, Kind: Leave, Segment: s})
	return s
}

// RegisterClient takes note of a client's address, and reports whether its
// connection is the one that is taken down. The lock must be held.
func (r *Recorder) RegisterClient(client netip.AddrPort) bool {
	place := slices.Index(r.ports, client.Port())
	if place < 0 {
		place = len(r.ports)
		r.ports = append(r.ports, client.Port())
	}
	if place+1 != r.Nth {
		return false
	}
	r.Address[Client] = client
	return true
}

// LastState returns the last state noted at an end, or states.Unread. The lock
// must be held.
func (r *Recorder) LastState(end End) states.State { return r.last[end] }

// LastQueues returns what was noted last to wait at an end. The lock must be
// held.
func (r *Recorder) LastQueues(end End) Queues { return r.queues[end] }

// Ended reports whether neither end will send anything more by itself, as far as
// their states say. The lock must be held.
func (r *Recorder) Ended() bool { return r.last[Client].Final() && r.last[Server].Final() }

// Forget drops the events that were noted so far.
func (r *Recorder) Forget() { r.Events = r.Events[:0] }
