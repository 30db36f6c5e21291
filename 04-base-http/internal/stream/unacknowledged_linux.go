package stream

import (
	"net"
	"syscall"

	"golang.org/x/sys/unix"
)

// unacknowledged is how many bytes were given to the kernel and are not yet
// acknowledged by the client's (SIOCOUTQ, tcp(7)), and whether that is known.
func unacknowledged(conn net.Conn) (bytes int, known bool) {
	if over, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = over.NetConn() // what TLS runs over
	}
	socket, ok := conn.(syscall.Conn)
	if !ok {
		return 0, false
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return 0, false
	}
	err = unix.ENOTTY
	var count uint32 // an int of C
	raw.Control(func(fd uintptr) { count, err = unix.IoctlGetUint32(int(fd), unix.SIOCOUTQ) })
	return int(count), err == nil
}
