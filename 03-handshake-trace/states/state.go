// Package states knows the states of a TCP connection and which may follow
// which: RFC 9293, section 3.3.2, figure 5.
package states

// State is one state of one end. The numbers are the kernel's
// (include/net/tcp_states.h), as sock_diag(7) and TCP_INFO report them.
type State uint8

// The states in the kernel's order; zero means that none was read.
const (
	Unread State = iota
	Established
	SynSent
	SynRecv
	FinWait1
	FinWait2
	TimeWait
	Closed
	CloseWait
	LastAck
	Listen
	Closing
	newSynRecv // the kernel's own: a request that is not a socket yet
)

var names = [...]string{
	"", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT",
	"CLOSED", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING", "SYN_RECV",
}

// String returns the name netstat(8) prints; RFC 9293 writes SYN-RECEIVED for
// SYN_RECV and a hyphen where this has an underscore. Unread is "".
func (s State) String() string {
	if int(s) >= len(names) {
		return "?"
	}
	return names[s]
}

// FromKernel returns the state for a number that the kernel reported.
// TCP_NEW_SYN_RECV, a detail of Linux, becomes SynRecv.
func FromKernel(n uint8) State {
	if State(n) == newSynRecv {
		return SynRecv
	}
	return State(n)
}

// Final reports whether an end in this state sends nothing more by itself, as
// one does whose FIN was not acknowledged.
func (s State) Final() bool {
	return s == Unread || s == Closed || s == TimeWait || s == Listen
}
