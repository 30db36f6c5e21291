package cable

import (
	"encoding/binary"
	"net/netip"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The two ends of a veth pair, veth(4): the kernel's TCP has near, the program
// sits on far.
const near, far = "veth0", "far0"

// Hardware addresses, of the kind that anybody may make up. Nobody has beyond:
// packets to it pass far, where the program sees them, and the kernel, to which
// they are not addressed, leaves them alone.
var (
	here   = [6]byte{0x02, 0, 0, 0, 0, 1}
	beyond = [6]byte{0x02, 0, 0, 0, 0, 2}
)

// openVeth makes a veth pair and sits down on its far end. Both vanish with
// the namespace.
func openVeth(address netip.Addr) (*device, error) {
	other := clientAddress
	if address == other {
		other = serverAddress
	}
	if err := makePair(near, far, here); err != nil {
		return nil, err
	}
	if err := withInterface(near, sumInSoftware); err != nil {
		return nil, err
	}
	if err := bringUp(near, address); err != nil {
		return nil, err
	}
	if err := withInterface(far, switchOn); err != nil {
		return nil, err
	}
	index, err := interfaceIndex(near)
	if err != nil {
		return nil, err
	}
	if err := addNeighbour(index, other, beyond); err != nil {
		return nil, err
	}
	return sitOn(far)
}

// sitOn opens a packet socket on an interface: packet(7). SOCK_DGRAM leaves
// the Ethernet header to the kernel, so it carries IP packets as a TUN does.
func sitOn(name string) (*device, error) {
	index, err := interfaceIndex(name)
	if err != nil {
		return nil, err
	}
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("socket AF_PACKET", err)
	}
	to := &unix.SockaddrLinklayer{Protocol: bigEndian(unix.ETH_P_IP), Ifindex: index, Halen: uint8(len(here))}
	copy(to.Addr[:], here[:])
	if err := unix.Bind(fd, to); err != nil {
		unix.Close(fd)
		return nil, os.NewSyscallError("bind AF_PACKET", err)
	}
	return newDevice(fd, name, func(packet []byte) error { return unix.Sendto(fd, packet, 0, to) })
}

// bigEndian turns a number around where the machine has its bytes the other way.
func bigEndian(number uint16) uint16 {
	return binary.NativeEndian.Uint16(binary.BigEndian.AppendUint16(nil, number))
}

func interfaceIndex(name string) (index int, err error) {
	err = withInterface(name, func(fd int, request *unix.Ifreq) error {
		err := unix.IoctlIfreq(fd, unix.SIOCGIFINDEX, request)
		index = int(request.Uint32())
		return os.NewSyscallError("ioctl SIOCGIFINDEX", err)
	})
	return index, err
}

// sumInSoftware makes the kernel fill in the checksums itself. It would leave
// them to the hardware of the other end, which is a program.
func sumInSoftware(fd int, request *unix.Ifreq) error {
	value := struct{ command, data uint32 }{unix.ETHTOOL_STXCSUM, 0}
	call := struct { // struct ifreq with its member ifr_data
		name [unix.IFNAMSIZ]byte
		data unsafe.Pointer
		_    [16]byte
	}{data: unsafe.Pointer(&value)}
	copy(call.name[:], request.Name())
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.SIOCETHTOOL, uintptr(unsafe.Pointer(&call)))
	if errno != 0 {
		return os.NewSyscallError("ioctl SIOCETHTOOL", errno)
	}
	return nil
}
