package program

import (
	"encoding/binary"
	"net/netip"
	"unsafe"

	"golang.org/x/sys/unix"
)

// PeerReceived returns how many bytes have arrived at the other end of a connection
// of ours, from near to far, and how many of them its program has not received yet:
// sock_diag(7) tells, for a socket of this machine. known is false where there is none,
// or it is closed.
func PeerReceived(near, far netip.AddrPort) (arrived uint64, unread uint32, known bool) {
	answer := diagnose(newDiagRequest(far, near))
	const (
		message = unix.NLMSG_HDRLEN // where struct inet_diag_msg of linux/inet_diag.h begins
		rqueue  = message + 56
		end     = message + 72
	)
	native := binary.NativeEndian
	if len(answer) < end || native.Uint16(answer[4:]) != unix.SOCK_DIAG_BY_FAMILY {
		return 0, 0, false
	}
	const received = int(unsafe.Offsetof(unix.TCPInfo{}.Bytes_received))
	for attributes := answer[end:]; len(attributes) >= unix.SizeofNlAttr; {
		length, kind := int(native.Uint16(attributes)), native.Uint16(attributes[2:])
		if length < unix.SizeofNlAttr || length > len(attributes) {
			break
		}
		if info := attributes[unix.SizeofNlAttr:length]; kind == diagInfo && len(info) >= received+8 {
			return native.Uint64(info[received:]), native.Uint32(answer[rqueue:]), true
		}
		attributes = attributes[min((length+3)&^3, len(attributes)):]
	}
	return 0, 0, false
}

// diagInfo is INET_DIAG_INFO: the attribute that is a struct tcp_info.
const diagInfo = 2

// newDiagRequest returns a question for the socket whose own address is local: a
// struct nlmsghdr and a struct inet_diag_req_v2, with no cookie.
func newDiagRequest(local, remote netip.AddrPort) []byte {
	b := binary.NativeEndian.AppendUint32(nil, unix.NLMSG_HDRLEN+56)
	b = binary.NativeEndian.AppendUint16(b, unix.SOCK_DIAG_BY_FAMILY)
	b = binary.NativeEndian.AppendUint16(b, unix.NLM_F_REQUEST)
	b = append(b, 0, 0, 0, 1, 0, 0, 0, 0) // sequence number, port
	family := byte(unix.AF_INET)
	if local.Addr().Is6() {
		family = unix.AF_INET6
	}
	b = append(b, family, unix.IPPROTO_TCP, 1<<(diagInfo-1), 0, 0xff, 0xff, 0xff, 0xff) // in whatever state
	b = binary.BigEndian.AppendUint16(b, local.Port())
	b = binary.BigEndian.AppendUint16(b, remote.Port())
	for _, end := range []netip.AddrPort{local, remote} {
		addr := make([]byte, 16)
		copy(addr, end.Addr().AsSlice())
		b = append(b, addr...)
	}
	return append(b, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
}

// diagnose returns the kernel's answer, and nothing where it has none.
func diagnose(request []byte) []byte {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_SOCK_DIAG)
	if err != nil {
		return nil
	}
	defer unix.Close(fd)
	if err := unix.Sendto(fd, request, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return nil
	}
	answer := make([]byte, 4096)
	n, _, err := unix.Recvfrom(fd, answer, unix.MSG_DONTWAIT) // the kernel has answered within send
	if err != nil {
		return nil
	}
	return answer[:n]
}
