// Package live shows the connections to one port of lo while they happen,
// whoever makes them.
package live

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"slices"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/03-handshake-trace/ladder"
	"example.com/socket-tutorial/03-handshake-trace/loopback"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/sockdiag"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// connectionsMax bounds what is remembered of connections that have ended.
const connectionsMax = 1000

// keep is how much of a packet is kept, in bytes: the longest headers, and of
// the data what fits into a line.
const keep = 256

// afterwards is when states are read once more: a tap is told of a segment
// before TCP is, so what the last one changes is not there yet.
const afterwards = 20 * time.Millisecond

// live draws the connections to one port as their segments come.
type live struct {
	sync.Mutex
	out         io.Writer
	tap         *loopback.Tap
	closed      bool // tap is
	port        uint16
	start       time.Time
	reader      *sockdiag.Reader
	ladder      *ladder.Ladder
	connections map[netip.AddrPort]*timeline.Recorder // by the client's address
	touched     map[*timeline.Recorder]bool           // whose states are to be read
	noted       []noted                               // to be drawn
	shown       *timeline.Recorder
	count       int
}

// noted is an event of a connection.
type noted struct {
	timeline.Event
	of *timeline.Recorder
}

// Watch draws the traffic on lo to a port on out until it is told to stop. It
// needs CAP_NET_RAW; the error says so.
func Watch(out io.Writer, columns int, port uint16, stop <-chan os.Signal) error {
	tap, err := loopback.OpenTap(port, keep)
	if errors.Is(err, unix.EPERM) {
		return fmt.Errorf("-port %d: %w: run with sudo to see the segments of other programs", port, err)
	}
	if err != nil {
		return err
	}
	reader, err := sockdiag.Open()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Watching port %d on lo. Ctrl-C ends it.\n", port)
	fmt.Fprintln(out, "States are read after the segments; short ones are missed.")
	l := &live{
		out: out, tap: tap, port: port, start: time.Now(), reader: reader,
		ladder:      ladder.New(out, columns),
		connections: map[netip.AddrPort]*timeline.Recorder{},
		touched:     map[*timeline.Recorder]bool{},
	}
	go func() {
		<-stop
		l.close()
	}()
	l.follow()
	return nil
}

// close closes the tap, and with it ends follow.
func (l *live) close() {
	l.Lock()
	l.closed = true
	l.Unlock()
	l.tap.Close() // waits for who is reading, and so not under the lock
}

// follow shows what the tap sees until it is closed, and then says how much
// that was.
func (l *live) follow() {
	dropped := 0
	later := time.AfterFunc(afterwards, l.showLast)
	l.tap.EachReadable(func() {
		l.showAll()
		dropped += l.tap.Dropped()
		later.Reset(afterwards)
	})
	later.Stop()
	l.Lock()
	defer l.Unlock()
	fmt.Fprintf(l.out, "\nEnd. Connections seen: %d", l.count)
	if dropped > 0 {
		fmt.Fprintf(l.out, "; %d packets came too fast and were dropped, so not all segments are shown", dropped)
	}
	fmt.Fprintln(l.out, ".")
}

// showAll draws what has come, and the states that the connections are in now.
func (l *live) showAll() {
	for l.showSome() {
	}
}

// showLast draws the states of the connections that had segments a while ago.
func (l *live) showLast() {
	l.Lock()
	l.readAll()
	clear(l.touched)
	l.Unlock()
	l.showAll()
}

// showSome draws what is noted and what has come, and reports whether something
// had. A state that was read may be due to a segment that still waits in the
// tap, and is drawn after that one.
func (l *live) showSome() bool {
	l.Lock()
	defer l.Unlock()
	if l.closed {
		return false
	}
	packets := l.tap.ReadAll()
	for _, packet := range packets {
		if recorder := l.note(packet); recorder != nil {
			l.touched[recorder] = true
		}
	}
	l.draw()
	if len(packets) == 0 {
		l.ladder.Flush()
		return false
	}
	l.readAll()
	return true
}

// draw draws what was noted, in the order of its time.
func (l *live) draw() {
	slices.SortStableFunc(l.noted, func(a, b noted) int { return cmp.Compare(a.At, b.At) })
	for _, event := range l.noted {
		l.turnTo(event.of)
		l.ladder.Event(event.Event)
	}
	l.noted = l.noted[:0]
}

// readAll notes the states of the connections that had segments.
func (l *live) readAll() {
	for recorder := range l.touched {
		l.readStates(recorder)
	}
}

// readStates notes the states of both ends of a connection.
func (l *live) readStates(recorder *timeline.Recorder) {
	recorder.Lock()
	defer recorder.Unlock()
	for end := range recorder.Address {
		end := timeline.End(end)
		before := recorder.LastState(end)
		(&sockdiag.Watch{Reader: l.reader, Recorder: recorder, End: end}).Read()
		after := recorder.LastState(end)
		if after != before && before != states.Unread && !states.Reachable(before, after) {
			l.draw()
			l.ladder.Flush()
			fmt.Fprintf(l.out, "VIOLATION: %s after %s is no transition of RFC 9293\n", after, before)
		}
	}
	recorder.Forget()
}

// note notes a packet, if it is to or from the port, and returns its connection.
func (l *live) note(packet loopback.Packet) *timeline.Recorder {
	s, err := segment.Decode(packet.Data)
	if err != nil || s.Source.Port() != l.port && s.Destination.Port() != l.port {
		return nil
	}
	from, client, server := timeline.Client, s.Source, s.Destination
	if s.Destination.Port() != l.port {
		from, client, server = timeline.Server, s.Destination, s.Source
	}
	recorder := l.connection(client, server, s.Flags.Has(segment.SYN) && from == timeline.Client)
	recorder.Lock()
	defer recorder.Unlock()
	seen := recorder.NoteSegment(from, packet.At.Sub(l.start), packet.Data, s)
	seen.Arrived = seen.Left
	recorder.Note(timeline.Event{At: seen.Left, End: from.Other(), Kind: timeline.Arrive, Segment: seen})
	return recorder
}

// turnTo says which connection the next lines are about, if that changes.
func (l *live) turnTo(recorder *timeline.Recorder) {
	if recorder == l.shown {
		return
	}
	l.shown = recorder
	l.ladder.Flush()
	fmt.Fprintf(l.out, "\n%s → %s\n", recorder.Address[timeline.Client], recorder.Address[timeline.Server])
	l.ladder.Head(&recorder.Trace)
}

// connection returns what is known of a connection. A SYN begins a new one.
func (l *live) connection(client, server netip.AddrPort, begins bool) *timeline.Recorder {
	recorder, known := l.connections[client]
	if known && !(begins && recorder.Ended()) {
		return recorder
	}
	if len(l.connections) >= connectionsMax {
		clear(l.connections)
	}
	l.count++
	recorder = timeline.NewRecorder(client.String())
	recorder.Start = l.start
	recorder.Live = func(event timeline.Event) { l.noted = append(l.noted, noted{event, recorder}) }
	recorder.Address = [2]netip.AddrPort{client, server}
	l.connections[client] = recorder
	return recorder
}
