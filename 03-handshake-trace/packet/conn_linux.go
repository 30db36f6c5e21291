// Package packet reads and writes whole IP packets: at a TUN device, or at a
// packet socket, packet(7), on an interface.
package packet

import (
	"encoding/binary"
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// sizeMax is the length of the longest IP packet, in bytes.
const sizeMax = 1 << 16

// Conn is a descriptor that gives one packet for each read.
type Conn struct {
	file   *os.File
	raw    syscall.RawConn
	fd     int // not from File.Fd, which would make it block
	buffer [sizeMax]byte
}

// NewConn takes over fd, which must not block. Closing the Conn closes it.
func NewConn(fd int, name string) (*Conn, error) {
	file := os.NewFile(uintptr(fd), name)
	raw, err := file.SyscallConn()
	if err != nil {
		file.Close()
		return nil, err
	}
	return &Conn{file: file, raw: raw, fd: fd}, nil
}

// OpenSocket opens a packet socket on the interface of this index, for
// packets of one protocol (unix.ETH_P_IP, ...). SOCK_DGRAM leaves the Ethernet
// header to the kernel. prepare sets options before the first packet can come;
// it may be nil. The caller closes the socket.
func OpenSocket(index int, protocol uint16, prepare func(fd int) error) (fd int, err error) {
	fd, err = unix.Socket(unix.AF_PACKET, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, os.NewSyscallError("socket AF_PACKET", err)
	}
	if prepare != nil {
		err = prepare(fd)
	}
	if err == nil {
		on := &unix.SockaddrLinklayer{Protocol: BigEndian(protocol), Ifindex: index}
		err = os.NewSyscallError("bind AF_PACKET", unix.Bind(fd, on))
	}
	if err != nil {
		unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

// BigEndian is htons(3): a number as packet(7) wants it.
func BigEndian(number uint16) uint16 {
	return binary.NativeEndian.Uint16(binary.BigEndian.AppendUint16(nil, number))
}

// FD is the descriptor, for options and for writing.
func (c *Conn) FD() int { return c.fd }

// Close closes the descriptor and ends EachReadable. It waits for a do that
// is running, and so must not be called under a lock that do takes.
func (c *Conn) Close() error { return c.file.Close() }

// EachReadable calls do whenever packets have come, until Close.
func (c *Conn) EachReadable(do func()) {
	_ = c.raw.Read(func(uintptr) bool {
		do()
		return false // wait for the next; Close ends it
	})
}

// ReadAll hands the packets that are there to take, without waiting. receive
// is read(2), or what stands for it; take owns the packet. Two calls must not
// overlap.
func (c *Conn) ReadAll(receive func(fd int, buffer []byte) (int, error), take func(packet []byte)) {
	for {
		n, err := receive(c.fd, c.buffer[:])
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil || n <= 0:
			return
		default:
			take(append([]byte(nil), c.buffer[:n]...))
		}
	}
}
