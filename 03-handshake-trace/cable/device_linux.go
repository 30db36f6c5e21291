package cable

import (
	"net/netip"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/03-handshake-trace/namespace"
	"example.com/socket-tutorial/03-handshake-trace/packet"
)

// Kind is the kind of interface that an end has.
type Kind int

// A TUN device hands IP packets to a file descriptor and needs a writable
// /dev/net/tun. A veth pair needs no file: the program has a packet socket on
// its far end.
const (
	TUN Kind = iota
	Veth
)

func (k Kind) String() string {
	if k == TUN {
		return "TUN devices"
	}
	return "veth pairs"
}

// device carries the IP packets of one end: what its kernel sends is read,
// what is written its kernel receives.
type device struct {
	*packet.Conn
	write func(packet []byte) error
}

// readAll returns the packets that are there, without waiting.
func (d *device) readAll() (packets [][]byte) {
	d.ReadAll(unix.Read, func(packet []byte) { packets = append(packets, packet) })
	return packets
}

// openDevice makes an interface with address in the present namespace.
func openDevice(kind Kind, address netip.Addr) (*device, error) {
	if kind == TUN {
		return openTUN(address)
	}
	return openVeth(address)
}

// tunPath is the device of Linux's Documentation/networking/tuntap.rst.
const tunPath = "/dev/net/tun"

// openTUN makes a TUN interface. It exists as long as its descriptor is open,
// so nothing has to be taken down, not even after a crash.
func openTUN(address netip.Addr) (*device, error) {
	fd, err := unix.Open(tunPath, unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: tunPath, Err: err}
	}
	if err := configureTUN(fd, "tun0", address); err != nil {
		unix.Close(fd)
		return nil, err
	}
	return newDevice(fd, tunPath, func(packet []byte) error {
		_, err := unix.Write(fd, packet)
		return err
	})
}

func newDevice(fd int, name string, write func(packet []byte) error) (*device, error) {
	conn, err := packet.NewConn(fd, name)
	return &device{conn, write}, err
}

func configureTUN(fd int, name string, address netip.Addr) error {
	request, err := unix.NewIfreq(name)
	if err != nil {
		return err
	}
	// Packets begin with their IP header and not with a struct tun_pi.
	request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
	if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, request); err != nil {
		return os.NewSyscallError("ioctl TUNSETIFF", err)
	}
	return namespace.BringUp(name, address)
}

// The two ends of a veth pair, veth(4): the kernel's TCP has near, the program
// has a packet socket on far.
const near, far = "veth0", "far0"

// Hardware addresses, of the kind that anybody may make up. No interface has
// farMAC: packets to it pass far, where the program sees them, and the kernel,
// to which they are not addressed, leaves them alone.
var (
	nearMAC = [6]byte{0x02, 0, 0, 0, 0, 1}
	farMAC  = [6]byte{0x02, 0, 0, 0, 0, 2}
)

// openVeth makes a veth pair and opens its far end. Both vanish with the
// namespace.
func openVeth(address netip.Addr) (*device, error) {
	other := clientAddress
	if address == other {
		other = serverAddress
	}
	if err := makePair(near, far, nearMAC); err != nil {
		return nil, err
	}
	if err := namespace.WithInterface(near, sumInSoftware); err != nil {
		return nil, err
	}
	if err := namespace.BringUp(near, address); err != nil {
		return nil, err
	}
	if err := namespace.SwitchOn(far); err != nil {
		return nil, err
	}
	index, err := namespace.Index(near)
	if err != nil {
		return nil, err
	}
	if err := addNeighbour(index, other, farMAC); err != nil {
		return nil, err
	}
	return openPacketSocket(far)
}

// openPacketSocket opens a packet socket on an interface. It carries IP
// packets, as a TUN does.
func openPacketSocket(name string) (*device, error) {
	index, err := namespace.Index(name)
	if err != nil {
		return nil, err
	}
	fd, err := packet.OpenSocket(index, unix.ETH_P_IP, nil)
	if err != nil {
		return nil, err
	}
	to := &unix.SockaddrLinklayer{Protocol: packet.BigEndian(unix.ETH_P_IP), Ifindex: index, Halen: uint8(len(nearMAC))}
	copy(to.Addr[:], nearMAC[:])
	return newDevice(fd, name, func(packet []byte) error { return unix.Sendto(fd, packet, 0, to) })
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
