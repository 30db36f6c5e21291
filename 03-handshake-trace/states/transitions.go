package states

import (
	"example.com/socket-tutorial/harness/lang"
)

// Transition is one step of a connection's state.
type Transition struct {
	From, To State
	On       string // what makes it happen, in the figure's words
	Note     int    // of figure 5 that tells of it where the figure has no arrow; 0 for an arrow, or SYNCookie
}

// SYNCookie stands for the Note of a step that is in no figure: a listener that
// sent all it knew of a SYN as its own initial number, and kept nothing, is
// ESTABLISHED when that comes back (RFC 4987, section 3.6).
const SYNCookie = -1

// Transitions are RFC 9293's: figure 5, arrow by arrow, and what its note 2 adds.
var Transitions = []Transition{
	{Closed, Listen, "passive OPEN", 0},
	{Closed, SynSent, "active OPEN, snd SYN", 0},
	{Listen, SynRecv, "rcv SYN, snd SYN,ACK", 0},
	{Listen, SynSent, "SEND, snd SYN", 0},
	{Listen, Closed, "CLOSE", 0},
	{SynSent, SynRecv, "rcv SYN, snd SYN,ACK", 0},
	{SynSent, Established, "rcv SYN,ACK, snd ACK", 0},
	{SynSent, Closed, "CLOSE", 0},
	{SynRecv, Established, "rcv ACK of SYN", 0},
	{SynRecv, FinWait1, "CLOSE, snd FIN", 0},
	{SynRecv, Listen, "rcv RST", 0},
	{Established, FinWait1, "CLOSE, snd FIN", 0},
	{Established, CloseWait, "rcv FIN, snd ACK", 0},
	{FinWait1, FinWait2, "rcv ACK of FIN", 0},
	{FinWait1, Closing, "rcv FIN, snd ACK", 0},
	{FinWait1, TimeWait, "rcv FIN and ACK of FIN, snd ACK", 2},
	{FinWait2, TimeWait, "rcv FIN, snd ACK", 0},
	{CloseWait, LastAck, "CLOSE, snd FIN", 0},
	{Closing, TimeWait, "rcv ACK of FIN", 0},
	{LastAck, Closed, "rcv ACK of FIN", 0},
	{TimeWait, Closed, "timeout of 2 MSL", 0},
}

// Follows returns the step that leads from from to to, or false where RFC 9293
// has none. With reset, an RST was sent or received: that ends a connection in
// any state, as note 3 says for the figure, and section 3.10 for each state.
func Follows(from, to State, reset bool) (Transition, bool) {
	for _, t := range Transitions {
		if t.From == from && t.To == to && !(reset && from == SynSent && to == Closed) {
			return t, true
		}
	}
	if reset && to == Closed && from != Closed {
		return Transition{from, to, "RST", 3}, true
	}
	return Transition{}, false
}

// Reachable reports whether some number of steps, one at least, leads from from
// to to within one connection. It is what can be asked where states were read
// now and then and not after each segment.
func Reachable(from, to State) bool {
	seen := map[State]bool{Closed: true} // what follows CLOSED is another connection
	pending := []State{from}
	for len(pending) > 0 {
		state := pending[0]
		pending = pending[1:]
		for _, t := range Transitions {
			if t.From == state && !seen[t.To] {
				seen[t.To] = true
				pending = append(pending, t.To)
			}
		}
	}
	return seen[to]
}

// Read is a state that was read.
type Read struct {
	State State
	Reset bool // this end has sent or received an RST by then
	// Answered: this end has sent a SYN,ACK by then. Where it was in LISTEN all
	// the while, that was a SYN cookie.
	Answered bool
}

// Check holds the states of one end, in the order in which they were read,
// against the table, and returns the steps between them. With every, each read
// must be one step from the one before; without, states in between may have
// been missed, and no steps are returned. The error is about the first that
// cannot be.
func Check(read []Read, every bool) ([]Transition, error) {
	var steps []Transition
	previous := Closed
	for _, r := range read {
		step, ok := Follows(previous, r.State, r.Reset)
		if r.Answered && previous == Listen && r.State == Established {
			step, ok = Transition{previous, r.State, "rcv ACK of a SYN cookie", SYNCookie}, true
		}
		if !every {
			ok = Reachable(previous, r.State)
		}
		if !ok {
			return nil, lang.Errorf("%s after %s is no transition of RFC 9293, figure 5", r.State, previous)
		}
		if every {
			steps = append(steps, step)
		}
		previous = r.State
	}
	return steps, nil
}

// Claim says what may be said of the steps that Check has returned: which are
// arrows of figure 5, and which only its notes tell of.
func Claim(steps []Transition) lang.Text {
	notes := map[int]int{}
	for _, step := range steps {
		notes[step.Note]++
	}
	if notes[0] == len(steps) {
		return lang.Say("All %d changes of state are arrows of RFC 9293, figure 5.", len(steps))
	}
	kinds := lang.Say("%d arrows", notes[0])
	if notes[0] == 1 {
		kinds = lang.Say("1 arrow")
	}
	if n := notes[2]; n > 0 {
		kinds = lang.Say("%s, and %d by its note 2 (a FIN that acknowledges ours as well)", kinds, n)
	}
	if n := notes[3]; n > 0 {
		kinds = lang.Say("%s, and %d by its note 3 (a reset ends every state: section 3.10)", kinds, n)
	}
	if notes[SYNCookie] > 0 { // one: a connection has one listener
		return lang.Say("Of %d changes of state one is in no figure (a SYN cookie: RFC 4987, section 3.6); "+
			"the others are in RFC 9293, figure 5: %s.", len(steps), kinds)
	}
	return lang.Say("All %d changes of state are in RFC 9293, figure 5: %s.", len(steps), kinds)
}
