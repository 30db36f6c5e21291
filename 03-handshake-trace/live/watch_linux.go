package live

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/03-handshake-trace/loopback"
	"example.com/socket-tutorial/03-handshake-trace/sockdiag"
	"example.com/socket-tutorial/harness/lang"
)

// keep is how much of a packet is kept, in bytes: the longest headers, and of
// the data what fits into a line.
const keep = 256

// afterwards is when states are read once more: a tap is told of a segment
// before TCP is, so what the last one changes is not there yet.
const afterwards = 20 * time.Millisecond

// Watch draws the connections to a port of lo as their segments come, until it
// is told to stop. It needs CAP_NET_RAW; the error says so.
func Watch(o Options) error {
	tap, err := loopback.OpenTap(o.Port, keep)
	if errors.Is(err, unix.EPERM) {
		return lang.Errorf("-port %d: %v: run with sudo to see the segments of other programs", o.Port, err)
	}
	if err != nil {
		return err
	}
	reader, err := sockdiag.Open()
	if err != nil {
		return err
	}
	defer reader.Close()
	o.say("Watching port %d on lo. Ctrl-C ends it.", o.Port)
	o.say("States are read after the segments; short ones are missed.")
	w := &watch{tap: tap, reader: reader, start: time.Now().Round(0), show: newShow(o), said: make(chan struct{})}
	w.connections = newConnections(o.Port, w.start)
	go func() {
		<-o.Stop
		signal.Reset(os.Interrupt) // who is in a hurry may say so twice
		w.stop()
	}()
	w.follow()
	return errors.Join(w.show.failed, w.connections.violation)
}

// say writes a line.
func (o Options) say(format lang.Format, args ...any) {
	fmt.Fprintln(o.Out, lang.Say(format, args...).In(o.Language))
}

// watch is what follows one port. Its lock guards everything.
type watch struct {
	sync.Mutex
	tap         *loopback.Tap
	reader      *sockdiag.Reader
	start       time.Time // without its monotonic part, as the kernel's stamps are
	connections *connections
	show        *show
	stopped     bool
	said        chan struct{} // closed when all is said
}

// stop takes down what has come by now, and ends follow.
func (w *watch) stop() {
	w.Lock()
	w.collect()
	w.readStates()
	w.show.finish(w.connections)
	w.stopped = true
	missed := w.tap.Dropped()
	w.Unlock()
	w.tap.Close() // waits for look, and so not under the lock
	fmt.Fprintln(w.show.Out)
	if missed > 0 {
		w.show.say("End. Connections seen: %d; %d segments came too fast and are missing.", w.connections.count, missed)
	} else {
		w.show.say("End. Connections seen: %d.", w.connections.count)
	}
	close(w.said)
}

// follow shows what the tap sees until it is stopped.
func (w *watch) follow() {
	later := time.AfterFunc(afterwards, func() {})
	later.Stop()
	look := func() {
		w.Lock()
		defer w.Unlock()
		if w.stopped {
			return
		}
		w.collect()
		w.readStates()
		if again := w.show.draw(w.connections, time.Since(w.start)); again > 0 {
			later.Reset(again)
		}
	}
	later = time.AfterFunc(afterwards, look)
	w.tap.EachReadable(look)
	later.Stop()
	<-w.said
}

// collect notes what the tap has seen, and returns which connections that was
// about.
func (w *watch) collect() map[*connection]bool {
	touched := map[*connection]bool{}
	for _, packet := range w.tap.ReadAll() {
		at := packet.At.Sub(w.start)
		if packet.Missed > 0 {
			w.connections.noteGap(at, packet.Missed)
		}
		if c := w.connections.note(at, packet); c != nil {
			touched[c] = true
		}
	}
	return touched
}

// attempts is how often states are read that segments have overtaken.
const attempts = 3

// readStates reads the states of the connections that had segments lately. A
// state is noted with the time before it was read, and only if no segment of
// its connection came while it was read: nobody could say which was first.
func (w *watch) readStates() {
	pending := w.connections.lately(time.Since(w.start))
	for range attempts {
		at := time.Since(w.start)
		readings := map[*connection]reading{}
		for c := range pending {
			readings[c] = c.read(w.reader)
		}
		overtaken := w.collect()
		for c, states := range readings {
			if !overtaken[c] {
				w.connections.noteStates(c, at, states)
			}
		}
		pending = overtaken
		if len(pending) == 0 {
			return
		}
	}
}
