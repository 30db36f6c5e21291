package svg

import (
	"slices"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// Least distances between two things that must not touch, in pixels.
const (
	rowHeight   = 17 // two calls or states at one end
	leaveLeave  = 34 // two segments that leave one end, each with its label
	arriveBoth  = 20 // two that arrive there
	leaveArrive = 18 // one that leaves and one that arrives
)

// flight is how far down an arrow of ordinary length leads, and longest how
// far apart two events are drawn, however long nothing happened between.
const (
	flight  = 44
	longest = 64
)

// layout says how far down everything is. Later is never higher: between any
// two events the distance is the time, stretched where things need room and
// cut where nothing happens.
type layout struct {
	at     []float64 // of each event of the trace
	breaks []float64 // where time was cut
	left   map[*timeline.Segment]float64
	came   map[*timeline.Segment]float64
	bottom float64
	unit   time.Duration // what flight stands for
}

// kept is what was last placed at one end.
type kept struct {
	row                    float64
	leave, arrive          float64
	hasRow, hasLeave, came bool
}

func arrange(trace *timeline.Trace) layout {
	l := layout{
		left: make(map[*timeline.Segment]float64),
		came: make(map[*timeline.Segment]float64),
		unit: unitOf(trace),
	}
	var last [2]kept
	y := float64(head)
	for i, event := range trace.Events {
		y = l.advance(y, trace, i)
		y = max(y, last[event.End].room(event.Kind))
		if event.Kind == timeline.Leave && momentOnly(event.Segment) {
			y = max(y, last[event.End.Other()].room(timeline.Arrive))
		}
		if event.Kind == timeline.Arrive && momentOnly(event.Segment) {
			y = l.left[event.Segment] // one moment was seen: the arrow is level
		}
		last[event.End].place(event.Kind, y)
		switch event.Kind {
		case timeline.Leave:
			l.left[event.Segment] = y
		case timeline.Arrive:
			l.came[event.Segment] = y
		}
		l.at = append(l.at, y)
		l.bottom = max(l.bottom, y)
	}
	return l
}

// advance returns y moved on by the time between an event and the one before.
func (l *layout) advance(y float64, trace *timeline.Trace, i int) float64 {
	if i == 0 {
		return y
	}
	distance := float64(trace.Events[i].At-trace.Events[i-1].At) / float64(l.unit) * flight
	if distance > longest {
		l.breaks = append(l.breaks, y+longest/2)
		distance = longest
	}
	return y + distance
}

// momentOnly reports whether a segment was seen at one point of its way.
func momentOnly(s *timeline.Segment) bool { return !s.Lost && s.Left == s.Arrived }

// room returns the least y that leaves room for one thing more at an end.
func (k *kept) room(kind timeline.Kind) float64 {
	var y float64
	after := func(there bool, what, distance float64) {
		if there {
			y = max(y, what+distance)
		}
	}
	switch kind {
	case timeline.Leave:
		after(k.hasLeave, k.leave, leaveLeave)
		after(k.came, k.arrive, leaveArrive)
	case timeline.Arrive:
		after(k.hasLeave, k.leave, leaveArrive)
		after(k.came, k.arrive, arriveBoth)
	case timeline.Enter, timeline.Return, timeline.State:
		after(k.hasRow, k.row, rowHeight)
	}
	return y
}

func (k *kept) place(kind timeline.Kind, y float64) {
	switch kind {
	case timeline.Leave:
		k.leave, k.hasLeave = y, true
	case timeline.Arrive:
		k.arrive, k.came = y, true
	case timeline.Enter, timeline.Return, timeline.State:
		k.row, k.hasRow = y, true
	}
}

// unitOf returns the time that an ordinary arrow takes: the middle one of all
// flights, or where none was seen, the middle pause between two segments.
func unitOf(trace *timeline.Trace) time.Duration {
	var flights, pauses []time.Duration
	var before *timeline.Segment
	for _, s := range trace.Segments() {
		if !s.Lost && s.Arrived > s.Left {
			flights = append(flights, s.Arrived-s.Left)
		}
		if before != nil && s.Left > before.Left {
			pauses = append(pauses, s.Left-before.Left)
		}
		before = s
	}
	for _, times := range [][]time.Duration{flights, pauses} {
		if len(times) > 0 {
			slices.Sort(times)
			return times[len(times)/2]
		}
	}
	return time.Second
}
