package endpoint

import (
	"net/netip"
	"slices"

	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// Socket is a TCP socket of a Host. Its methods are the system calls of the
// same names; an error is noted as a call's result, for that is what is to be
// seen. Raw calls, because Go's net.Listen would open
// a socket of Multipath TCP.
type Socket struct {
	host *Host
	fd   int // -1 if the call that was to open it failed
}

// Socket is socket(2).
func (h *Host) Socket() *Socket {
	return h.adopt(h.atOnce(timeline.Call{Name: "socket"}, socket))
}

// adopt takes over the descriptor that a call has returned.
func (h *Host) adopt(call timeline.Call) *Socket {
	if call.Errno != "" {
		return &Socket{host: h, fd: -1}
	}
	h.open = append(h.open, call.Result)
	return &Socket{host: h, fd: call.Result}
}

// atOnce makes a call on the socket that returns 0.
func (s *Socket) atOnce(call timeline.Call, do func() error) {
	call.FD = s.fd
	s.host.atOnce(call, func() (int, error) { return 0, do() })
}

// ReuseAddr sets SO_REUSEADDR: socket(7).
func (s *Socket) ReuseAddr() {
	s.atOnce(timeline.Call{Name: "setsockopt", Option: "REUSEADDR"}, func() error { return reuseAddr(s.fd) })
}

// LingerZero is how setsockopt is noted that Linger makes.
const LingerZero = "LINGER 0"

// Linger sets SO_LINGER to 0 seconds: close will reset the connection.
func (s *Socket) Linger() {
	s.atOnce(timeline.Call{Name: "setsockopt", Option: LingerZero}, func() error { return lingerZero(s.fd) })
}

// Bind is bind(2) to a port of the server's address.
func (s *Socket) Bind(port uint16) {
	s.atOnce(timeline.Call{Name: "bind", Port: port}, func() error { return bind(s.fd, s.host.server(port)) })
}

// Listen is listen(2).
func (s *Socket) Listen(backlog int) {
	s.atOnce(timeline.Call{Name: "listen", Size: backlog}, func() error { return listen(s.fd, backlog) })
}

// Accept is accept(2).
func (s *Socket) Accept() *Socket {
	call := s.host.waiting(timeline.Call{Name: "accept", FD: s.fd}, func(call *timeline.Call) (int, error) {
		fd, peer, err := accept(s.fd)
		call.Port = peer.Port()
		return fd, err
	})
	return s.host.adopt(call)
}

// Connect is connect(2) to a port of the server.
func (s *Socket) Connect(port uint16) {
	s.host.waiting(timeline.Call{Name: "connect", FD: s.fd, Port: port}, func(*timeline.Call) (int, error) {
		if err := connect(s.fd, s.host.server(port)); err != nil {
			return -1, err
		}
		if local, err := localAddress(s.fd); err == nil {
			s.host.Network.Lock()
			s.host.Network.RegisterClient(local)
			s.host.Network.Unlock()
		}
		return 0, nil
	})
}

// Send is send(2).
func (s *Socket) Send(text string) {
	s.host.atOnce(timeline.Call{Name: "send", FD: s.fd, Data: text}, func() (int, error) { return send(s.fd, []byte(text)) })
}

// Recv is recv(2) of at most size bytes. It returns "" at the end of the
// stream and where it fails.
func (s *Socket) Recv(size int) (text string) {
	call := s.host.waiting(timeline.Call{Name: "recv", FD: s.fd, Size: size}, func(call *timeline.Call) (int, error) {
		buffer := make([]byte, size)
		n, err := recv(s.fd, buffer)
		call.Data = string(buffer[:max(0, n)])
		return n, err
	})
	return call.Data
}

// ShutdownWrite is shutdown(2) with SHUT_WR.
func (s *Socket) ShutdownWrite() {
	s.atOnce(timeline.Call{Name: "shutdown", Option: "SHUT_WR"}, func() error { return shutdownWrite(s.fd) })
}

// Close is close(2).
func (s *Socket) Close() {
	fd := s.fd
	s.atOnce(timeline.Call{Name: "close"}, func() error { return closeSocket(fd) })
	s.host.open = slices.DeleteFunc(s.host.open, func(open int) bool { return open == fd })
	s.fd = -1
}

// server returns a port of the server's.
func (h *Host) server(port uint16) netip.AddrPort { return netip.AddrPortFrom(h.Server, port) }
