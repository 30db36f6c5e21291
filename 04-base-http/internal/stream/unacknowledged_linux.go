package stream

import (
	"net"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// unacknowledged is how many bytes were given to the kernel and are not yet
// acknowledged by the client's (SIOCOUTQ, tcp(7)), and whether that is known.
func unacknowledged(conn net.Conn) (bytes int, known bool) {
	var count uint32 // an int of C
	err := ask(conn, func(socket int) (err error) {
		count, err = unix.IoctlGetUint32(socket, unix.SIOCOUTQ)
		return err
	})
	return int(count), err == nil
}

// answers reports whether the kernel of a client that has taken nothing for so
// long still answers ours (TCP_INFO, tcp(7)). Ours asks after 0.2 s and then each
// time after twice as long, up to 120 s, so the last answer of one that is there
// came in the second half of that time. (Below two seconds some are missing: an
// answer is given twice a second at most, tcp_invalid_ratelimit in the kernel's
// ip-sysctl.)
func answers(conn net.Conn, stopped time.Duration) bool {
	var info *unix.TCPInfo
	err := ask(conn, func(socket int) (err error) {
		info, err = unix.GetsockoptTCPInfo(socket, unix.IPPROTO_TCP, unix.TCP_INFO)
		return err
	})
	return err == nil && time.Duration(info.Last_ack_recv)*time.Millisecond < stopped*3/4
}

// ask makes a call that does not wait on the socket of conn.
func ask(conn net.Conn, call func(socket int) error) error {
	if over, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = over.NetConn() // what TLS runs over
	}
	socket, ok := conn.(syscall.Conn)
	if !ok {
		return unix.ENOTSOCK
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return err
	}
	if closed := raw.Control(func(fd uintptr) { err = call(int(fd)) }); closed != nil {
		return closed
	}
	return err
}
