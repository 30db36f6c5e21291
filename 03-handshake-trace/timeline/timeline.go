// Package timeline holds what was observed of one connection: calls, states
// and segments of both ends, on one clock. Whoever observes fills a Trace,
// whoever draws reads its fields; nothing in it was guessed, and nobody has to
// read a text that somebody else made of it.
package timeline

import (
	"bytes"
	"cmp"
	"net/netip"
	"slices"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/harness/lang"
)

// End is one of the two ends of a connection.
type End uint8

// Client is the end that sent the first SYN.
const (
	Client End = iota
	Server
)

// Ends are both ends, to range over.
var Ends = [2]End{Client, Server}

// Other returns the opposite end.
func (e End) Other() End { return 1 - e }

// String returns "client" or "server", in English: a recording has it.
func (e End) String() string { return e.Name().In(lang.English) }

// Name is what a reader calls the end.
func (e End) Name() lang.Text {
	if e == Client {
		return lang.Say("client")
	}
	return lang.Say("server")
}

// Kind says what an Event is.
type Kind uint8

// The kinds of event. Where a segment was seen at one point of its way, as
// on lo or in a capture, its Leave is directly followed by its Arrive.
const (
	Enter    Kind = iota // End's program entered Call; one that did not wait has its result already
	Return               // Call, which waited, came back
	State                // End's state was read, and differs from the last one read
	Leave                // Segment left End
	Arrive               // Segment arrived at End
	Lost                 // Segment, sent by End, was lost on the way
	Queued               // what waits in End's sockets was read, and differs: Queues
	Repeated             // End sent Segment again because somebody held it, or its answer; it was kept back, and is noted once
)

// String returns the kind's name as a trace in JSON has it.
func (k Kind) String() string {
	return [...]string{"enter", "return", "state", "leave", "arrive", "lost", "queued", "repeated"}[k]
}

// Event is one thing that happened at one end.
type Event struct {
	At      time.Duration // since Trace.Start
	End     End
	Kind    Kind
	Call    *Call        // of Enter and Return, else nil
	State   states.State // of a State, else Unread
	Segment *Segment     // of Leave, Arrive, Lost and Repeated, else nil
	Queues  *Queues      // of Queued, else nil
}

// Text returns what a line shows of a call: all of it where it is entered, and
// where it returns what it returned. It is empty for any other event.
func (e Event) Text() string {
	switch e.Kind {
	case Enter:
		return e.Call.String()
	case Return:
		return e.Call.Outcome()
	}
	return ""
}

// Segment is one IP packet with a TCP segment in it, as it was seen.
type Segment struct {
	segment.Segment // what Packet says, taken apart once

	Number  int           // from 1, in the order in which they left; in somebody's capture the packet's number
	From    End           // the end that sent it
	Left    time.Duration // since Trace.Start
	Arrived time.Duration // since Trace.Start; equal to Left where one moment was seen, as on lo
	Lost    bool          // it never arrived, and Arrived means nothing
	Packet  []byte        // from the first byte of the IP header
	Missing int           // bytes at its end that the capture has left out
	Untimed bool          // the capture does not say when it was seen: Left is that of the one before

	Context // what it means after the segments before it
}

// Clone returns a copy that shares no memory with s.
func (s *Segment) Clone() *Segment {
	clone := *s
	clone.Packet = bytes.Clone(s.Packet)
	if decoded, err := segment.DecodeCut(clone.Packet, clone.Missing); err == nil {
		clone.Segment = decoded
	}
	return &clone
}

// Moment returns the two events of a segment that was seen at one moment.
func (s *Segment) Moment() []Event {
	return []Event{
		{At: s.Left, End: s.From, Kind: Leave, Segment: s},
		{At: s.Arrived, End: s.From.Other(), Kind: Arrive, Segment: s},
	}
}

// Trace is one connection.
type Trace struct {
	Title   string            // "echo", or the two addresses of a connection found in a capture
	Seen    lang.Text         // by which means, for the top line: "on the wire (two TUN devices)"
	Start   time.Time         // the moment that every At counts from
	Address [2]netip.AddrPort // by End
	Events  []Event           // in order of At
	Lesson  []lang.Text       // sentences computed from Events; empty for a capture
}

// Said is the lesson in English, as a recording has it.
func (t *Trace) Said() []string {
	said := []string{}
	for _, sentence := range t.Lesson {
		said = append(said, sentence.In(lang.English))
	}
	return said
}

// Sort puts events that were noted late, because the kernel gave them their
// time, where they belong, and numbers the segments anew.
func (t *Trace) Sort() {
	slices.SortStableFunc(t.Events, func(a, b Event) int { return cmp.Compare(a.At, b.At) })
	var conversation Conversation
	for i, s := range t.Segments() {
		s.Number = i + 1
		conversation.Follow(s)
	}
}

// States returns the states read at one end, in order.
func (t *Trace) States(end End) []states.State {
	var read []states.State
	for _, event := range t.Events {
		if event.Kind == State && event.End == end {
			read = append(read, event.State)
		}
	}
	return read
}

// Segments returns the segments in the order in which they left.
func (t *Trace) Segments() []*Segment {
	var segments []*Segment
	for _, event := range t.Events {
		if event.Kind == Leave {
			segments = append(segments, event.Segment)
		}
	}
	return segments
}

// Check holds the states that were read at one end against RFC 9293: see
// states.Check. An end has a reset that it received before, or sent: what a call
// does to its state is read before the segment that it made leave.
func (t *Trace) Check(end End, every bool) ([]states.Transition, error) {
	sent := false
	for _, s := range t.Segments() {
		sent = sent || s.From == end && s.Flags.Has(segment.RST)
	}
	var read []states.Read
	received, answered := false, false
	for _, event := range t.Events {
		switch {
		case event.End != end:
		case event.Kind == Leave:
			answered = answered || event.Segment.Flags.Has(segment.SYN|segment.ACK)
		case event.Kind == Arrive:
			received = received || event.Segment.Flags.Has(segment.RST)
		case event.Kind == State:
			read = append(read, states.Read{State: event.State, Reset: sent || received, Answered: answered})
		}
	}
	return states.Check(read, every)
}
