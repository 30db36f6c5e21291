package socketserver

import (
	"cmp"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// DeferAccept makes a listener accept each connection when its client's first
// bytes have come, or else after a second (TCP_DEFER_ACCEPT, tcp(7)). It is
// for protocols in which the client speaks first. What Accept then returns
// joins the runtime's poller only when it has to wait, which many connections
// never do: the question came before them, and there is room for the answer.
//
// listener is closed, and the one returned listens on the same socket. Where
// that cannot be done, listener itself is returned.
func DeferAccept(listener net.Listener) net.Listener {
	tcp, ok := listener.(*net.TCPListener)
	if !ok {
		return listener
	}
	file, err := tcp.File() // the net package does not lend its own for accept
	if err != nil {
		return listener
	}
	raw, _ := file.SyscallConn() // fails for a nil file only
	if deferAccept(raw) != nil {
		file.Close()
		return listener
	}
	tcp.Close()
	return &deferredListener{file, raw, tcp.Addr()}
}

// deferAccept sets the option, and another one, which accepted sockets
// inherit: net sets it for each of its own.
func deferAccept(raw syscall.RawConn) (err error) {
	raw.Control(func(listening uintptr) {
		err = cmp.Or(
			unix.SetsockoptInt(int(listening), unix.IPPROTO_TCP, unix.TCP_DEFER_ACCEPT, 1),
			unix.SetsockoptInt(int(listening), unix.IPPROTO_TCP, unix.TCP_NODELAY, 1))
	})
	return err
}

// deferredListener is a net.Listener whose connections are earlyConns.
type deferredListener struct {
	file *os.File
	raw  syscall.RawConn
	addr net.Addr
}

func (l *deferredListener) Addr() net.Addr { return l.addr }

func (l *deferredListener) Accept() (net.Conn, error) {
	var socket int
	var peer syscall.Sockaddr
	var err error
	closed := l.raw.Read(func(listening uintptr) (done bool) {
		socket, peer, err = accept4(listening)
		return err != syscall.EAGAIN
	})
	if closed != nil {
		return nil, net.ErrClosed
	}
	if err != nil {
		return nil, &net.OpError{Op: "accept", Net: "tcp", Addr: l.addr, Err: os.NewSyscallError("accept4", err)}
	}
	return &earlyConn{socket: socket, remote: tcpAddr(peer)}, nil
}

// accept4 is accept4(2), without waiting.
func accept4(listening uintptr) (socket int, peer syscall.Sockaddr, err error) {
	for {
		// unix.Accept4 makes another call, to ask for the protocol.
		socket, peer, err = syscall.Accept4(int(listening), syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC)
		if err != syscall.EINTR && err != syscall.ECONNABORTED {
			return socket, peer, err
		}
	}
}

// Close stops listening. Of clients that are connected and have said nothing,
// the kernel alone knows. They, too, shall learn of the end, so it waits until
// the kernel has passed them on, a second at most.
func (l *deferredListener) Close() error {
	for end := time.Now().Add(2 * time.Second); l.hasSilent() && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	l.raw.Control(func(listening uintptr) {
		for socket, _, err := accept4(listening); err == nil; socket, _, err = accept4(listening) {
			unix.Close(socket)
		}
	})
	return l.file.Close()
}

// hasSilent tells whether a client is connected that was not accepted yet: its
// state, the fourth column of /proc/net/tcp, is SYN_RECV (proc(5)).
func (l *deferredListener) hasSilent() bool {
	port := fmt.Sprintf(":%04X", l.addr.(*net.TCPAddr).Port)
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		text, _ := os.ReadFile(table)
		for row := range strings.Lines(string(text)) {
			column := strings.Fields(row)
			if len(column) > 3 && strings.HasSuffix(column[1], port) && column[3] == "03" {
				return true
			}
		}
	}
	return false
}

// tcpAddr is what the net package makes of an address.
func tcpAddr(address syscall.Sockaddr) *net.TCPAddr {
	switch a := address.(type) {
	case *syscall.SockaddrInet4:
		return &net.TCPAddr{IP: a.Addr[:], Port: a.Port}
	case *syscall.SockaddrInet6:
		return &net.TCPAddr{IP: a.Addr[:], Port: a.Port, Zone: zone(a.ZoneId)}
	default:
		return &net.TCPAddr{}
	}
}

// zone names the interface of a link-local address.
func zone(id uint32) string {
	if id == 0 {
		return ""
	}
	if link, err := net.InterfaceByIndex(int(id)); err == nil {
		return link.Name
	}
	return strconv.FormatUint(uint64(id), 10)
}
