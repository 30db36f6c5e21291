package check

import "time"

// wait is a wait for something that the program is to do. Patience is the program's:
// while it stands in the queue for a processor, what it waits for is under way (a
// packet may be lost, on loopback, too), or the whole machine stands still, none is
// used up. So a right program passes on a busy machine, and on another a wrong one is
// not waited for longer.
type wait struct {
	t      *T
	onWay  func() bool // whether bytes are on their way to the program; nil: nobody knows
	total  time.Duration
	used   time.Duration
	step   time.Duration // what next has returned last
	since  time.Time     // when it did
	asked  bool          // whether queued is known
	queued time.Duration // for how long the program had waited for a processor when it was asked
	added  time.Duration // to total, so far
}

const (
	unasked    = 50 * time.Millisecond  // how long a wait lasts before the system is asked about the program
	standstill = 250 * time.Millisecond // by how much a step may be late, at most, if the machine goes
	mostAdded  = 4                      // how many times its length is added to a wait, at most
)

func (t *T) waitFor(d time.Duration) *wait { return &wait{t: t, total: d} }

// next returns how long to wait before looking again, at most d, and 0 when patience
// is over.
func (w *wait) next(d time.Duration) time.Duration {
	if !w.since.IsZero() {
		w.used += min(time.Since(w.since), w.step+standstill)
	}
	if !w.asked && w.used < unasked {
		d = min(d, unasked)
	} else if !w.asked {
		w.asked, w.queued = true, w.t.queued()
	}
	if w.used >= w.total+w.added {
		w.extend()
	}
	w.since, w.step = time.Now(), max(min(d, w.total+w.added-w.used), 0)
	return w.step
}

// extend adds the time in which the program could not run.
func (w *wait) extend() {
	queued := w.t.queued()
	more := queued - w.queued
	if w.onWay != nil && w.onWay() {
		more = max(more, standstill)
	}
	if more = min(more, mostAdded*w.total-w.added); more > unasked {
		w.queued, w.added = queued, w.added+more
	}
}

// queued returns for how long the program has waited for a processor since its
// start, and 0 where that is not known.
func (t *T) queued() time.Duration {
	if t.process == nil {
		return 0
	}
	_, waited := t.process.Processor()
	return waited
}
