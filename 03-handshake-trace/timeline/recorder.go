package timeline

import (
	"net/netip"
	"slices"
	"sync"
	"time"
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
	Nth   int
	ports []uint16
}

// NewRecorder returns a recorder whose clock starts now.
func NewRecorder(title string) *Recorder {
	return &Recorder{Trace: Trace{Title: title, Start: time.Now()}, Nth: 1}
}

// Now is the time since the start.
func (r *Recorder) Now() time.Duration { return time.Since(r.Start) }

// Note appends an event; one without a time gets the present one. The lock
// must be held.
func (r *Recorder) Note(event Event) {
	if event.At == 0 {
		event.At = r.Now()
	}
	r.Events = append(r.Events, event)
	if r.Live != nil {
		r.Live(event)
	}
}

// NoteSegment notes that a packet left from, at the time left, and numbers
// it. The lock must be held.
func (r *Recorder) NoteSegment(from End, left time.Duration, packet []byte) *Segment {
	s := &Segment{Number: len(r.Segments()) + 1, From: from, Left: left, Packet: packet}
	r.Note(Event{At: left, End: from, Kind: Leave, Segment: s})
	return s
}

// Takes tells whether the connection of this client is the one that is taken
// down, and if so keeps its address. The lock must be held.
func (r *Recorder) Takes(client netip.AddrPort) bool {
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
