package means

import (
	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/03-handshake-trace/states"
)

// byNumber are the states by the system's numbers (netinet/tcp_fsm.h).
var byNumber = [...]states.State{
	states.Closed, states.Listen, states.SynSent, states.SynRecv, states.Established, states.CloseWait,
	states.FinWait1, states.Closing, states.LastAck, states.FinWait2, states.TimeWait,
}

// stateOf asks a socket for its state: TCP_CONNECTION_INFO of tcp(4).
func stateOf(fd int) states.State {
	info, err := unix.GetsockoptTCPConnectionInfo(fd, unix.IPPROTO_TCP, unix.TCP_CONNECTION_INFO)
	if err != nil || int(info.State) >= len(byNumber) {
		return states.Unread
	}
	return byNumber[info.State]
}
