package check

import (
	"net/netip"
	"time"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/program"
)

// elsewhere is how long a program may listen at other addresses only, half of each
// wait: it may open several, one after the other, and try one before it opens the next.
func (t *T) elsewhere() time.Duration { return max(Patience, t.patience()) / 2 }

// notElsewhere ends the check where the program has listened for a while, but not
// where it was told to. since is the wait that begins when that is first seen.
func (t *T) notElsewhere(since **wait) {
	addresses := t.process.Listening()
	if len(addresses) == 0 {
		return
	}
	if *since == nil {
		*since = t.waitFor(t.elsewhere())
	}
	if (*since).next(time.Millisecond) == 0 {
		t.stop("nobody accepts connections at %s, where the program was told to listen; it listens at %s", t.Addr(), t.describe(addresses))
	}
}

// describe names addresses, and the mistake that leads to them where it is known.
func (t *T) describe(addresses []netip.AddrPort) lang.Text {
	var words []lang.Text
	for _, addr := range addresses {
		text := lang.Verbatim(addr.String())
		switch swapped := uint16(t.place.Port)<<8 | uint16(t.place.Port)>>8; {
		case addr.Port() == swapped && addr.Port() != uint16(t.place.Port):
			text = lang.Say("%s (the same port with its two bytes swapped: htons)", addr)
		case addr.Port() == uint16(t.place.Port) && addr.Addr().Is6():
			text = lang.Say("%s (IPv6, where 127.0.0.1 is not)", addr)
		}
		words = append(words, text)
	}
	return lang.And(words...)
}

// unreached says that nobody listens where the program should.
func (t *T) unreached() lang.Text {
	if program.KnowsListening {
		return lang.Say("no connection was accepted at %s within %v: the program runs, and listens nowhere", t.Addr(), t.startPatience())
	}
	return lang.Say("no connection was accepted at %s within %v", t.Addr(), t.startPatience())
}

// enoughFiles ends the check where the harness itself is out of descriptors,
// which is no fault of the program.
func (t *T) enoughFiles(err error) {
	if program.IsOutOfFiles(err) {
		t.notStarted = true // no hint about the program
		t.stop("the harness has no more file descriptors (%v): this is not the program's fault; raise the limit, ulimit -n", err)
	}
}

// notDeserted ends the check where the program that was started has ended while
// something that it had started has answered.
func (t *T) notDeserted() {
	if t.process != nil && t.process.Deserted() {
		_, words := t.process.Status()
		t.Note("the program has ended: %s", words)
		t.Fail("wanted it to run as long as it serves, in the foreground")
	}
}

// spinning adds a word about a program that has kept a processor busy while the
// check waited.
func (t *T) spinning(elapsed time.Duration) {
	if t.process != nil && elapsed > time.Second && t.process.CPUTime() > elapsed/2 {
		t.Note(Spins)
	}
}

// Spins is what is said about a program that has kept a processor busy while a
// check waited in vain.
const Spins lang.Format = "all the while the program kept a processor busy: it loops somewhere instead of waiting"
