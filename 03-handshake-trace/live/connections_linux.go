package live

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/loopback"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/sockdiag"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// pair is a client's address and a server's.
type pair struct{ client, server netip.AddrPort }

// connections are those to one port.
type connections struct {
	port  uint16
	start time.Time
	now   map[pair]*connection // the one that has the pair now
	all   []*connection        // that are not shown to their end, as they began; and some that are
	count int
	queue int // events that wait in all of them
	// violation is the first state that could not follow the one before, or nil.
	violation error
}

func newConnections(port uint16, start time.Time) *connections {
	return &connections{port: port, start: start, now: map[pair]*connection{}}
}

// connection is one connection.
type connection struct {
	*timeline.Recorder
	number  int
	syn     *uint32 // the client's initial number, if its SYN was seen
	reset   bool    // an RST was seen
	closed  [2]bool // an end's FIN was seen
	over    bool    // another one has its addresses now
	listed  bool    // among all
	drawn   bool    // its beginning is
	waiting []event // that are not drawn yet
	last    time.Duration
	missing int // segments of the port while this was open
}

// event is one of a connection, or a remark between two of them.
type event struct {
	timeline.Event
	remark lang.Text
}

// ended reports whether its segments have brought a connection to its end.
func (c *connection) ended() bool { return c.over || c.reset || c.closed[0] && c.closed[1] }

// note notes a packet, and returns its connection, or nil if it cannot be read.
func (cs *connections) note(at time.Duration, packet loopback.Packet) *connection {
	missing := packet.Length - len(packet.Data)
	s, err := segment.DecodeCut(packet.Data, missing)
	if err != nil {
		return nil
	}
	from, addresses := timeline.Client, pair{s.Source, s.Destination}
	if s.Destination.Port() != cs.port {
		from, addresses = timeline.Server, pair{s.Destination, s.Source}
	}
	c := cs.of(addresses, from, s)
	if !c.listed { // it has ended, and something comes late
		c.listed = true
		if !slices.Contains(cs.all, c) {
			cs.all = append(cs.all, c)
		}
	}
	c.last = at
	seen := c.NoteSegment(from, at, packet.Data, s)
	seen.Arrived, seen.Missing = at, missing
	c.Note(timeline.Event{At: at, End: from.Other(), Kind: timeline.Arrive, Segment: seen})
	c.reset = c.reset || s.Flags.Has(segment.RST)
	c.closed[from] = c.closed[from] || s.Flags.Has(segment.FIN)
	return c
}

// of returns the connection that a segment belongs to.
func (cs *connections) of(addresses pair, from timeline.End, s segment.Segment) *connection {
	c := cs.now[addresses]
	opens := from == timeline.Client && s.Flags.Has(segment.SYN) && !s.Flags.Has(segment.ACK)
	if c == nil || opens && c.replacedBy(s.SequenceNumber) {
		if c != nil {
			c.over = true // what the kernel says of the pair is about the new one
		}
		c = cs.begin(addresses)
	}
	if opens && c.syn == nil {
		c.syn = &s.SequenceNumber
	}
	return c
}

// replacedBy reports whether a SYN begins a new connection between the same
// addresses: one with another initial number, or after a reset.
func (c *connection) replacedBy(initial uint32) bool {
	return c.reset || c.syn == nil || *c.syn != initial
}

// pairsMax bounds what is remembered of connections that have ended.
const pairsMax = 1000

func (cs *connections) begin(addresses pair) *connection {
	if len(cs.now) >= pairsMax {
		maps.DeleteFunc(cs.now, func(_ pair, c *connection) bool { return !c.listed })
	}
	cs.count++
	c := &connection{Recorder: timeline.NewRecorder(fmt.Sprintf("%s → %s", addresses.client, addresses.server)), number: cs.count}
	c.Start, c.Seen = cs.start, lang.Say("live on this machine's lo")
	c.Address = [2]netip.AddrPort{addresses.client, addresses.server}
	c.Live = func(e timeline.Event) { cs.wait(c, event{Event: e}) }
	cs.now[addresses] = c
	cs.all = append(cs.all, c)
	c.listed = true
	return c
}

// noteGap notes in each connection that has not ended that segments of the
// port are missing. Nobody knows whose they were.
func (cs *connections) noteGap(at time.Duration, missing int) {
	for _, c := range cs.all {
		if c.listed && !c.ended() {
			c.missing += missing
			cs.remark(c, at, lang.Say("✂ %d segments of this port are missing here: they came too fast ✂", missing))
		}
	}
}

func (cs *connections) remark(c *connection, at time.Duration, text lang.Text) {
	cs.wait(c, event{timeline.Event{At: at}, text})
}

// wait has an event wait until it is drawn.
func (cs *connections) wait(c *connection, e event) {
	c.waiting = append(c.waiting, e)
	cs.queue++
}

// unlist forgets a connection that was shown to its end.
func (cs *connections) unlist(c *connection) {
	c.listed = false
	for len(cs.all) > 0 && !cs.all[0].listed {
		cs.all = cs.all[1:]
	}
	if len(cs.all) > 0 && cs.all[len(cs.all)-1] == c {
		cs.all = cs.all[:len(cs.all)-1]
	}
}

// lately returns the connections whose states may have changed.
func (cs *connections) lately(now time.Duration) map[*connection]bool {
	found := map[*connection]bool{}
	for _, c := range cs.all {
		if c.listed && !c.over && now-c.last < 3*afterwards {
			found[c] = true
		}
	}
	return found
}

// reading is what was read of both ends. An end of which nothing can be said
// is Unread.
type reading [2]sockdiag.Socket

// read asks for the states of both ends. A listener's is nobody's state: where
// it answers, or nobody does, there is no connection any more, if there was one.
func (c *connection) read(reader *sockdiag.Reader) (r reading) {
	for _, end := range timeline.Ends {
		socket, err := reader.Pair(c.Address[end], c.Address[end.Other()])
		gone := err == nil && socket.Listener || errors.Is(err, sockdiag.ErrNone)
		switch {
		case gone && c.LastState(end) != states.Unread:
			r[end].State = states.Closed
		case err == nil && !gone:
			r[end] = socket
		}
	}
	return r
}

// noteStates notes what was read of states and queues, where it is news.
func (cs *connections) noteStates(c *connection, at time.Duration, r reading) {
	for _, end := range timeline.Ends {
		state, last := r[end].State, c.LastState(end)
		if state == states.Unread {
			continue
		}
		if queues := (timeline.Queues{Receive: r[end].Receive, Send: r[end].Send}); queues != c.LastQueues(end) {
			c.Note(timeline.Event{At: at, End: end, Kind: timeline.Queued, Queues: &queues})
		}
		if state == last {
			continue
		}
		if last != states.Unread && !states.Reachable(last, state) {
			cs.remark(c, at, lang.Say("VIOLATION: %s after %s is no transition of RFC 9293", state, last))
			why := lang.Errorf("%s after %s is no transition of RFC 9293, figure 5", state, last)
			cs.violation = cmp.Or(cs.violation, error(lang.Errorf("%s: VIOLATION at the %s: %v", c.Title, end.Name(), why)))
		}
		c.Note(timeline.Event{At: at, End: end, Kind: timeline.State, State: state})
	}
}
