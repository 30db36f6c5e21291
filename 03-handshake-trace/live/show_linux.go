package live

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/export"
	"example.com/socket-tutorial/03-handshake-trace/ladder"
	"example.com/socket-tutorial/harness/lang"
)

// Connections that are open at once each have a ladder of their own, one below
// the other. The one that is shown stays so until it has ended, or has been
// silent for patience while others wait, or so much waits that it takes room.
const (
	patience   = 2 * time.Second
	waitingMax = 20_000 // events
)

// show draws connections.
type show struct {
	Options
	ladder  *ladder.Ladder
	current *connection
	failed  error
}

func newShow(o Options) *show {
	return &show{Options: o, ladder: ladder.New(o.Out, o.Columns, o.Language)}
}

// draw draws what is to be drawn by now. It returns after how long it wants to
// be called again although nothing comes, or 0.
func (s *show) draw(cs *connections, now time.Duration) (again time.Duration) {
	for {
		if s.current != nil {
			s.drawEvents(cs, s.current)
			if s.finished(s.current, now) {
				s.leave(cs)
				continue
			}
		}
		next := s.next(cs)
		switch {
		case next == nil && s.current == nil:
			return 0
		case next == nil && now-s.current.last > 5*afterwards:
			return 0
		case next == nil:
			return afterwards // its states may change, or it may have ended by then
		case s.current == nil, now-s.current.last > patience, cs.queue > waitingMax:
			s.turnTo(next)
		default:
			return min(patience, afterwards)
		}
	}
}

// finished reports whether a connection has ended, and long enough ago for its
// states to have been read.
func (s *show) finished(c *connection, now time.Duration) bool {
	return c.ended() && (c.over || now-c.last > 2*afterwards)
}

// next returns the connection that has waited longest, but the current one.
func (s *show) next(cs *connections) *connection {
	for _, c := range cs.all {
		if c != s.current && c.listed && len(c.waiting) > 0 {
			return c
		}
	}
	return nil
}

// turnTo says which connection the next lines are about.
func (s *show) turnTo(c *connection) {
	s.current, s.ladder = c, ladder.New(s.Out, s.Columns, s.Language)
	fmt.Fprintln(s.Out)
	if c.drawn {
		s.say("%s, continued", c.Title)
	} else {
		fmt.Fprintln(s.Out, c.Title)
	}
	c.drawn = true
	s.ladder.Head(&c.Trace)
}

// drawEvents draws what waits of a connection, in the order of its time.
func (s *show) drawEvents(cs *connections, c *connection) {
	slices.SortStableFunc(c.waiting, func(a, b event) int { return cmp.Compare(a.At, b.At) })
	for _, e := range c.waiting {
		if !e.remark.IsZero() {
			s.ladder.Flush()
			fmt.Fprintf(s.Out, "        %s\n", e.remark.In(s.Language))
			continue
		}
		s.ladder.Event(e.Event)
	}
	s.ladder.Flush()
	cs.queue -= len(c.waiting)
	c.waiting = nil
	if s.Directory == "" {
		c.Forget()
	}
}

// leave forgets the current connection, which has ended, and writes its files.
func (s *show) leave(cs *connections) {
	c := s.current
	s.current = nil
	cs.unlist(c)
	s.failed = errors.Join(s.failed, s.save(c))
}

// save writes a connection's files, if there is a directory for them.
func (s *show) save(c *connection) error {
	if s.Directory == "" {
		return nil
	}
	trace := c.Trace
	trace.Title = fmt.Sprintf("port-%d-connection-%d", s.Port, c.number)
	trace.Events = slices.Clone(c.Events)
	if c.missing > 0 {
		trace.Seen = lang.Say("%s; %d segments of the port are missing", trace.Seen, c.missing)
	}
	trace.Sort()
	paths, err := export.Trace(s.Directory, trace.Title, &trace, s.Language)
	for _, path := range paths {
		s.say("Wrote %s", path)
	}
	return err
}

// finish draws all that was seen.
func (s *show) finish(cs *connections) {
	for {
		if s.current != nil {
			s.drawEvents(cs, s.current)
			s.leave(cs)
		}
		if len(cs.all) == 0 {
			return
		}
		if c := cs.all[0]; len(c.waiting) > 0 {
			s.turnTo(c)
		} else {
			s.current = c // shown already
		}
	}
}
