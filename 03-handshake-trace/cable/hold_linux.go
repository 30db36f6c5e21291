package cable

import (
	"time"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// clock is the cable's, by which segments arrive and programs sleep. It stands
// still while somebody holds a segment, so that nothing else happens meanwhile.
// The cable's lock guards it.
type clock struct {
	start   time.Time
	stopped time.Duration // so far
	since   time.Time     // when it was stopped, if it is
}

func (c *clock) now() time.Duration {
	passed := time.Since(c.start) - c.stopped
	if !c.since.IsZero() {
		passed -= time.Since(c.since)
	}
	return passed
}

func (c *clock) stop() { c.since = time.Now() }

func (c *clock) goOn() {
	c.stopped += time.Since(c.since)
	c.since = time.Time{}
}

// Sleep returns after a pause by the cable's clock, or when it is closed.
func (c *Cable) Sleep(pause time.Duration) {
	c.Lock()
	until := c.clock.now() + pause
	c.Unlock()
	c.sleepUntil(until)
}

func (c *Cable) sleepUntil(until time.Duration) {
	for {
		c.Lock()
		left, closed := until-c.clock.now(), c.closed
		c.Unlock()
		if left <= 0 || closed {
			return
		}
		time.Sleep(max(left, time.Millisecond)) // less would be often where the clock stands still
	}
}

// hold asks whether a segment is to arrive. The clock stands still until
// somebody answers.
func (c *Cable) hold(p *parcel) bool {
	c.lockWhenProgramsWait() // what the last segment caused has been noted
	c.clock.stop()
	c.Unlock()
	deliver := c.Hold(p.segment)
	c.Lock()
	c.clock.goOn()
	c.Unlock()
	return deliver
}

// keepBack reports whether a segment is only sent because somebody holds what
// it repeats, or the answer to that: the kernels' timers know nothing of the
// cable's clock. Then it is kept back. If what is held is lost in the end, it is
// sent in its place.
func (c *Cable) keepBack(from timeline.End, p *parcel) bool {
	if c.Hold == nil || p.segment == nil || end(p.segment) == p.segment.SequenceNumber {
		return false
	}
	for _, held := range c.wire {
		if held.segment == nil || !repeats(held.segment, from, p.segment) {
			continue
		}
		held.instead = p
		if first := c.firstSent(from, p.segment); first != nil && !c.repeated[first] {
			c.repeated[first] = true
			c.Note(timeline.Event{End: from, Kind: timeline.Repeated, Segment: first})
		}
		return true
	}
	return false
}

// repeats reports whether what an end sends again is in a segment that is on
// its way, or acknowledged by it.
func repeats(held *timeline.Segment, from timeline.End, again *timeline.Segment) bool {
	if held.From == from {
		return !before(again.SequenceNumber, held.SequenceNumber) && before(again.SequenceNumber, end(held))
	}
	return held.Flags.Has(segment.ACK) && !before(held.AcknowledgmentNumber, end(again))
}

// firstSent returns the segment that is sent again.
func (c *Cable) firstSent(from timeline.End, again *timeline.Segment) *timeline.Segment {
	for _, event := range c.Events {
		if event.Kind == timeline.Leave && event.End == from && event.Segment.SequenceNumber == again.SequenceNumber &&
			end(event.Segment) != event.Segment.SequenceNumber {
			return event.Segment
		}
	}
	return nil
}

// end is the sequence number after a segment: SYN and FIN have one each (RFC
// 9293, section 3.4).
func end(s *timeline.Segment) uint32 {
	end := s.SequenceNumber + uint32(s.Length)
	for _, flag := range []segment.Flags{segment.SYN, segment.FIN} {
		if s.Flags.Has(flag) {
			end++
		}
	}
	return end
}

// before reports whether a sequence number comes before another. They start
// again at 0.
func before(a, b uint32) bool { return int32(a-b) < 0 }
