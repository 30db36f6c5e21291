package cable

import (
	"encoding/binary"
	"net/netip"
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// vethPeer is VETH_INFO_PEER of linux/veth.h.
const vethPeer = 1

// makePair makes a veth pair of these names; near gets a hardware address.
func makePair(near, far string, hardware [6]byte) error {
	empty := make([]byte, unix.SizeofIfInfomsg)
	return request("RTM_NEWLINK veth", unix.RTM_NEWLINK, empty,
		attribute(unix.IFLA_IFNAME, []byte(near+"\x00")),
		attribute(unix.IFLA_ADDRESS, hardware[:]),
		attribute(unix.IFLA_LINKINFO,
			attribute(unix.IFLA_INFO_KIND, []byte("veth")),
			attribute(unix.IFLA_INFO_DATA,
				attribute(vethPeer, empty,
					attribute(unix.IFLA_IFNAME, []byte(far+"\x00"))))))
}

// addNeighbour says which hardware address an IP address has, for nobody at
// the other end of the pair would answer who asks: struct ndmsg of rtnetlink(7).
func addNeighbour(index int, address netip.Addr, hardware [6]byte) error {
	header := make([]byte, unix.SizeofNdMsg)
	header[0] = unix.AF_INET
	binary.NativeEndian.PutUint32(header[4:], uint32(index))
	binary.NativeEndian.PutUint16(header[8:], unix.NUD_PERMANENT)
	return request("RTM_NEWNEIGH", unix.RTM_NEWNEIGH, header,
		attribute(unix.NDA_DST, address.AsSlice()),
		attribute(unix.NDA_LLADDR, hardware[:]))
}

// attribute is a struct rtattr with its value, filled up to four bytes.
func attribute(kind uint16, value ...[]byte) []byte {
	b := append(make([]byte, unix.SizeofRtAttr), slices.Concat(value...)...)
	binary.NativeEndian.PutUint16(b, uint16(len(b)))
	binary.NativeEndian.PutUint16(b[2:], kind)
	for len(b)%unix.RTA_ALIGNTO != 0 {
		b = append(b, 0)
	}
	return b
}

// request has the kernel make something in the present namespace: rtnetlink(7).
func request(what string, kind uint16, header []byte, attributes ...[]byte) error {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return os.NewSyscallError("socket NETLINK_ROUTE", err)
	}
	defer unix.Close(fd)
	message := append(make([]byte, unix.SizeofNlMsghdr), header...)
	message = append(message, slices.Concat(attributes...)...)
	binary.NativeEndian.PutUint32(message, uint32(len(message)))
	binary.NativeEndian.PutUint16(message[4:], kind)
	binary.NativeEndian.PutUint16(message[6:], unix.NLM_F_REQUEST|unix.NLM_F_ACK|unix.NLM_F_CREATE|unix.NLM_F_EXCL)
	if err := unix.Sendto(fd, message, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return os.NewSyscallError(what, err)
	}
	answer := make([]byte, 4096)
	n, _, err := unix.Recvfrom(fd, answer, 0)
	if err == nil && n >= unix.SizeofNlMsghdr+4 {
		// A struct nlmsgerr: the errno, negative, or zero for success.
		if code := int32(binary.NativeEndian.Uint32(answer[unix.SizeofNlMsghdr:])); code != 0 {
			err = unix.Errno(-code)
		}
	}
	return os.NewSyscallError(what, err)
}
