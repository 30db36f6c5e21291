package states

import "fmt"

// Transition is one arrow of figure 5, or one that its notes add.
type Transition struct {
	From, To State
	On       string // what makes it happen, in the figure's words
}

// Transitions is RFC 9293, figure 5, arrow by arrow. That any state may end in
// CLOSED by a reset or an abort (note 3, section 3.10.7) is left to Follows.
var Transitions = []Transition{
	{Closed, Listen, "passive OPEN"},
	{Closed, SynSent, "active OPEN, snd SYN"},
	{Listen, SynRecv, "rcv SYN, snd SYN,ACK"},
	{Listen, SynSent, "SEND, snd SYN"},
	{Listen, Closed, "CLOSE"},
	{SynSent, SynRecv, "rcv SYN, snd SYN,ACK"},
	{SynSent, Established, "rcv SYN,ACK, snd ACK"},
	{SynSent, Closed, "CLOSE, or rcv RST"},
	{SynRecv, Established, "rcv ACK of SYN"},
	{SynRecv, FinWait1, "CLOSE, snd FIN"},
	{SynRecv, Listen, "rcv RST (note 1)"},
	{Established, FinWait1, "CLOSE, snd FIN"},
	{Established, CloseWait, "rcv FIN, snd ACK"},
	{FinWait1, FinWait2, "rcv ACK of FIN"},
	{FinWait1, Closing, "rcv FIN, snd ACK"},
	{FinWait1, TimeWait, "rcv FIN and ACK of FIN, snd ACK (note 2)"},
	{FinWait2, TimeWait, "rcv FIN, snd ACK"},
	{CloseWait, LastAck, "CLOSE, snd FIN"},
	{Closing, TimeWait, "rcv ACK of FIN"},
	{LastAck, Closed, "rcv ACK of FIN"},
	{TimeWait, Closed, "timeout of 2 MSL"},
}

// Follows returns what takes from to to in one step, or false where RFC 9293
// has no such step.
func Follows(from, to State) (on string, ok bool) {
	for _, t := range Transitions {
		if t.From == from && t.To == to {
			return t.On, true
		}
	}
	if to == Closed {
		return "RST", true
	}
	return "", false
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

// Check holds the states of one end, in the order in which they were read,
// against the table. With every, each read must be one step from the one
// before; without, states in between may have been missed. It returns an error
// for the first that cannot be.
func Check(read []State, every bool) error {
	previous := Closed
	for _, state := range read {
		_, ok := Follows(previous, state)
		if !every {
			ok = Reachable(previous, state)
		}
		if !ok {
			return fmt.Errorf("%s after %s is no transition of RFC 9293, figure 5", state, previous)
		}
		previous = state
	}
	return nil
}
