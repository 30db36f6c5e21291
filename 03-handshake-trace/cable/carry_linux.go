package cable

import (
	"time"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// Observe notes the state of an end, and the segments that have left it. The
// lock must be held.
func (c *Cable) Observe(end timeline.End) {
	if c.closed {
		return
	}
	packets := c.side[end].device.readAll()
	var leaving []*parcel
	for _, packet := range packets {
		s, err := segment.Decode(packet)
		if err != nil {
			continue // a router solicitation of IPv6, or so: no part of the story
		}
		p := &parcel{packet: packet, to: end.Other()}
		if c.follows(end, s) {
			p.segment = &timeline.Segment{Segment: s}
		}
		leaving = append(leaving, p)
	}
	c.side[end].watch.Read()
	for _, p := range leaving {
		c.leave(end, p)
	}
}

// follows reports whether a segment belongs to the connection that is recorded.
// Others are carried as well.
func (c *Cable) follows(from timeline.End, s segment.Segment) bool {
	if from == timeline.Server {
		return c.RegisterClient(s.Destination)
	}
	return c.RegisterClient(s.Source)
}

// leave notes a segment and sends it on its way, if it is not to be lost.
func (c *Cable) leave(from timeline.End, p *parcel) {
	if c.keepBack(from, p) {
		return
	}
	lost := false
	p.due = c.clock.now() + c.Delay
	if p.segment != nil {
		p.segment = c.NoteSegment(from, c.Now(), p.packet, p.segment.Segment)
		lost = c.Lose != nil && c.Lose(from, p.segment.Segment)
	}
	if !lost && len(c.wire) < inFlightMax {
		c.wire = append(c.wire, p)
		c.flight <- p
		return
	}
	c.lose(p)
}

func (c *Cable) lose(p *parcel) {
	if p.segment != nil {
		p.segment.Lost = true
		c.Note(timeline.Event{End: p.segment.From, Kind: timeline.Lost, Segment: p.segment})
	}
}

// carry delivers one packet after the other, in the order in which they left.
func (c *Cable) carry() {
	for {
		select {
		case <-c.closing:
			return
		case p := <-c.flight:
			c.sleepUntil(p.due)
			c.arrive(p, c.Hold == nil || p.segment == nil || c.hold(p))
		}
	}
}

// arrive hands a packet to the receiving kernel. TCP answers before the write
// returns, so the state that is read next is the one that this packet caused.
func (c *Cable) arrive(p *parcel, deliver bool) {
	c.lockWhenProgramsWait()
	defer c.Unlock()
	c.wire = c.wire[1:]
	if c.closed {
		return
	}
	if !deliver {
		c.lose(p)
		if p.instead != nil {
			c.leave(p.instead.to.Other(), p.instead)
		}
		return
	}
	if p.segment != nil {
		p.segment.Arrived = c.Now()
		c.Note(timeline.Event{At: p.segment.Arrived, End: p.to, Kind: timeline.Arrive, Segment: p.segment})
	}
	if c.side[p.to].device.write(p.packet) == nil {
		c.side[p.to].watch.Read() // before the program has woken and taken what came
		c.Observe(p.to)
	}
}

// How often, and for how long, the cable looks whether the programs have taken
// what arrived. The second only matters on a machine that hangs.
const (
	programsPoll  = 100 * time.Microsecond
	programsLimit = 2 * time.Second
)

// lockWhenProgramsWait returns with the lock held, at a moment when both
// programs wait for something.
func (c *Cable) lockWhenProgramsWait() {
	limit := time.Now().Add(programsLimit)
	for {
		c.Lock()
		if c.ProgramsWait == nil || c.ProgramsWait() || time.Now().After(limit) {
			return
		}
		c.Unlock()
		time.Sleep(programsPoll)
	}
}
