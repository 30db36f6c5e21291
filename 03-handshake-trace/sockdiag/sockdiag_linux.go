// Package sockdiag asks the kernel for the state of one connection by its
// pair of addresses: sock_diag(7), which needs no privilege, takes about 4 µs
// and sees what no socket can tell, SYN_RECV and TIME_WAIT among it.
package sockdiag

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/03-handshake-trace/states"
)

// ErrNone is returned for a pair that the kernel knows nothing of: CLOSED.
var ErrNone = errors.New("no such connection")

// Reader asks in the network namespace in which it was opened.
type Reader struct{ fd int }

// Open opens a netlink socket in the namespace of the calling thread.
func Open() (*Reader, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_SOCK_DIAG)
	if err != nil {
		return nil, os.NewSyscallError("socket NETLINK_SOCK_DIAG", err)
	}
	// The kernel answers before sendto returns; a wait means that it never will.
	timeout := unix.NsecToTimeval(time.Second.Nanoseconds())
	if err := unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &timeout); err != nil {
		unix.Close(fd)
		return nil, os.NewSyscallError("setsockopt SO_RCVTIMEO", err)
	}
	return &Reader{fd}, nil
}

// Close closes the netlink socket.
func (r *Reader) Close() error { return unix.Close(r.fd) }

// Sizes and offsets of linux/inet_diag.h and linux/netlink.h, in bytes.
const (
	headerLen  = unix.SizeofNlMsghdr
	requestLen = headerLen + 56 // struct inet_diag_req_v2
	answerLen  = headerLen + 72 // struct inet_diag_msg
)

// Pair returns the state of the connection between local and remote. Where
// there is none, the kernel falls back to a listener on local; a remote of
// 0.0.0.0:0 asks for the listener. The error is ErrNone where there is neither.
func (r *Reader) Pair(local, remote netip.AddrPort) (states.State, error) {
	kernel := &unix.SockaddrNetlink{Family: unix.AF_NETLINK}
	if err := unix.Sendto(r.fd, request(local, remote), 0, kernel); err != nil {
		return states.Unread, os.NewSyscallError("sendto sock_diag", err)
	}
	buffer := make([]byte, 4096)
	n, _, err := unix.Recvfrom(r.fd, buffer, 0)
	if err != nil {
		return states.Unread, os.NewSyscallError("recvfrom sock_diag", err)
	}
	return parse(buffer[:n])
}

// request is a struct nlmsghdr and a struct inet_diag_req_v2. Ports and
// addresses go in network order, everything else in the machine's.
func request(local, remote netip.AddrPort) []byte {
	native := binary.NativeEndian
	b := make([]byte, requestLen)
	native.PutUint32(b[0:], requestLen)
	native.PutUint16(b[4:], unix.SOCK_DIAG_BY_FAMILY)
	native.PutUint16(b[6:], unix.NLM_F_REQUEST) // no NLM_F_DUMP: this pair only
	b[16] = unix.AF_INET
	if local.Addr().Is6() {
		b[16] = unix.AF_INET6
	}
	b[17] = unix.IPPROTO_TCP
	native.PutUint32(b[20:], 1<<32-1) // in whichever state
	binary.BigEndian.PutUint16(b[24:], local.Port())
	binary.BigEndian.PutUint16(b[26:], remote.Port())
	copy(b[28:44], local.Addr().AsSlice())
	copy(b[44:60], remote.Addr().AsSlice())
	native.PutUint64(b[64:], 1<<64-1) // INET_DIAG_NOCOOKIE
	return b
}

func parse(b []byte) (states.State, error) {
	native := binary.NativeEndian
	if len(b) >= headerLen+4 && native.Uint16(b[4:]) == unix.NLMSG_ERROR {
		errno := unix.Errno(-int32(native.Uint32(b[headerLen:])))
		if errno == unix.ENOENT {
			return states.Unread, ErrNone
		}
		return states.Unread, os.NewSyscallError("sock_diag", errno)
	}
	if len(b) < answerLen {
		return states.Unread, fmt.Errorf("sock_diag answered with %d bytes, wanted %d", len(b), answerLen)
	}
	return states.FromKernel(b[17]), nil
}
