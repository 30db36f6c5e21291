//go:build unix

package endpoint

import (
	"fmt"
	"net/netip"
	"slices"

	"golang.org/x/sys/unix"
)

// Socket is a TCP socket of a Host. Its methods are the system calls of the
// same names; an error is noted as a call's result, for that is what is to be
// seen. Raw calls, because Go's net.Listen would open
// a socket of Multipath TCP.
type Socket struct {
	host *Host
	fd   int
}

// Socket is socket(2).
func (h *Host) Socket() *Socket {
	s := &Socket{host: h, fd: -1}
	h.atOnce("socket()", func() (string, error) {
		fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
		if err == nil {
			s.adopt(fd)
		}
		return "0", err
	})
	return s
}

// adopt takes over a descriptor that a call has returned.
func (s *Socket) adopt(fd int) {
	unix.CloseOnExec(fd)
	s.fd = fd
	s.host.open = append(s.host.open, fd)
}

// ReuseAddr sets SO_REUSEADDR: socket(7).
func (s *Socket) ReuseAddr() {
	s.host.atOnce("setsockopt(REUSEADDR)", func() (string, error) {
		return "0", unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1)
	})
}

// Linger sets SO_LINGER to 0 seconds: close will reset the connection.
func (s *Socket) Linger() {
	s.host.atOnce("setsockopt(LINGER 0)", func() (string, error) {
		return "0", unix.SetsockoptLinger(s.fd, unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Onoff: 1})
	})
}

// Bind is bind(2) to a port of the server's address.
func (s *Socket) Bind(port uint16) {
	s.host.atOnce(fmt.Sprintf("bind(%d)", port), func() (string, error) {
		return "0", unix.Bind(s.fd, s.host.server(port))
	})
}

// Listen is listen(2).
func (s *Socket) Listen(backlog int) {
	s.host.atOnce(fmt.Sprintf("listen(%d)", backlog), func() (string, error) {
		return "0", unix.Listen(s.fd, backlog)
	})
}

// Accept is accept(2).
func (s *Socket) Accept() *Socket {
	conn := &Socket{host: s.host, fd: -1}
	s.host.waiting("accept()", func() (string, error) {
		fd, peer, err := unix.Accept(s.fd)
		for err == unix.EINTR {
			fd, peer, err = unix.Accept(s.fd)
		}
		if err != nil {
			return "", err
		}
		conn.adopt(fd)
		return fmt.Sprintf("port %d", addrPort(peer).Port()), nil
	})
	return conn
}

// Connect is connect(2) to a port of the server.
func (s *Socket) Connect(port uint16) {
	s.host.waiting(fmt.Sprintf("connect(%d)", port), func() (string, error) {
		if err := unix.Connect(s.fd, s.host.server(port)); err != nil {
			return "", err
		}
		local, err := unix.Getsockname(s.fd)
		if err == nil {
			s.host.Network.Lock()
			s.host.Network.Takes(addrPort(local))
			s.host.Network.Unlock()
		}
		return "0", err
	})
}

// Send is send(2).
func (s *Socket) Send(text string) {
	s.host.atOnce(fmt.Sprintf("send(%q)", text), func() (string, error) {
		n, err := unix.SendmsgN(s.fd, []byte(text), nil, nil, noSignal)
		return fmt.Sprint(n), err
	})
}

// Recv is recv(2) of at most size bytes. It returns "" at the end of the
// stream and where it fails.
func (s *Socket) Recv(size int) (text string) {
	s.host.waiting(fmt.Sprintf("recv(%d)", size), func() (string, error) {
		buffer := make([]byte, size)
		n, _, err := unix.Recvfrom(s.fd, buffer, 0)
		for err == unix.EINTR {
			n, _, err = unix.Recvfrom(s.fd, buffer, 0)
		}
		if err != nil {
			return "", err
		}
		text = string(buffer[:n])
		return fmt.Sprintf("%q", text), nil
	})
	return text
}

// ShutdownWrite is shutdown(2) with SHUT_WR.
func (s *Socket) ShutdownWrite() {
	s.host.atOnce("shutdown(SHUT_WR)", func() (string, error) {
		return "0", unix.Shutdown(s.fd, unix.SHUT_WR)
	})
}

// Close is close(2).
func (s *Socket) Close() {
	s.host.atOnce("close()", func() (string, error) {
		err := unix.Close(s.fd)
		s.host.open = slices.DeleteFunc(s.host.open, func(fd int) bool { return fd == s.fd })
		s.fd = -1
		return "0", err
	})
}

// server is a port of the server's, as a struct sockaddr.
func (h *Host) server(port uint16) unix.Sockaddr {
	return &unix.SockaddrInet4{Port: int(port), Addr: h.Server.As4()}
}

func addrPort(address unix.Sockaddr) netip.AddrPort {
	in, ok := address.(*unix.SockaddrInet4)
	if !ok {
		return netip.AddrPort{}
	}
	return netip.AddrPortFrom(netip.AddrFrom4(in.Addr), uint16(in.Port))
}
