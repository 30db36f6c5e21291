package cable

import (
	"errors"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

// Kind is the kind of interface that an end has.
type Kind int

// A TUN device hands IP packets to a file descriptor and needs a writable
// /dev/net/tun. A veth pair needs no file: the program sits on its far end
// with a packet socket.
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
	*os.File
	fd    int // not from File.Fd, which would make it block
	raw   func(func(fd uintptr) bool) error
	write func(packet []byte) error
}

// openDevice makes an interface with address in the present namespace.
func openDevice(kind Kind, address netip.Addr) (*device, error) {
	if kind == TUN {
		return openTUN(address)
	}
	return openVeth(address)
}

// newDevice takes over fd, which must not block, for the runtime's poller.
func newDevice(fd int, name string, write func(packet []byte) error) (*device, error) {
	file := os.NewFile(uintptr(fd), name)
	conn, err := file.SyscallConn()
	if err != nil {
		file.Close()
		return nil, err
	}
	return &device{File: file, fd: fd, raw: conn.Read, write: write}, nil
}

// eachReadable calls do whenever packets have come, until the device is closed.
func (d *device) eachReadable(do func()) {
	_ = d.raw(func(uintptr) bool {
		do()
		return false // wait for the next; Close ends it
	})
}

// readAll returns the packets that are there, without waiting.
func (d *device) readAll() [][]byte {
	var packets [][]byte
	buffer := make([]byte, 1<<16)
	for {
		n, err := unix.Read(d.fd, buffer)
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil || n <= 0:
			return packets
		default:
			packets = append(packets, append([]byte(nil), buffer[:n]...))
		}
	}
}
