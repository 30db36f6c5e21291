package timeline

import (
	"sync"
	"time"

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
}

// NewRecorder returns a recorder whose clock starts now.
func NewRecorder(title string) *Recorder {
	return &Recorder{Trace: Trace{Title: title, Start: time.Now()}}
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

// NoteSegment notes that a packet left from, and numbers it. The lock must be
// held.
func (r *Recorder) NoteSegment(from End, packet []byte) *Segment {
	s := &Segment{Number: len(r.Segments()) + 1, From: from, Left: r.Now(), Packet: packet}
	r.Note(Event{At: s.Left, End: from, Kind: Leave, Segment: s})
	return s
}

// LastState is the last state read at an end, or states.Unread.
func (t *Trace) LastState(end End) (last states.State) {
	for _, event := range t.Events {
		if event.Kind == State && event.End == end {
			last = event.State
		}
	}
	return last
}
