// Package loopback observes both ends of a connection over lo, where there is
// no delay and nothing can be lost, but everything is the machine's own.
package loopback

import (
	"encoding/binary"
	"errors"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Packet is an IP packet that passed over lo.
type Packet struct {
	At   time.Time // by the kernel's clock
	Data []byte    // from the first byte of the IP header
}

// Tap sees each packet on lo once: packet(7), which needs CAP_NET_RAW.
type Tap struct {
	file   *os.File
	fd     int
	buffer [1 << 16]byte
}

// settling is what a new tap needs: the kernel begins to stamp packets from a
// work queue of its own, a little later.
const settling = 10 * time.Millisecond

// OpenTap opens a tap in the network namespace of the calling thread.
func OpenTap() (*Tap, error) {
	lo, err := net.InterfaceByName("lo")
	if err != nil {
		return nil, err
	}
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("socket AF_PACKET", err)
	}
	if err := listenOn(fd, lo.Index); err != nil {
		unix.Close(fd)
		return nil, err
	}
	time.Sleep(settling)
	return &Tap{file: os.NewFile(uintptr(fd), "tap on lo"), fd: fd}, nil
}

// listenOn sets the socket up. A tap for ETH_P_IP would stamp a FIN after the
// ACK that answers it, because it is asked only after TCP has had the packet;
// one for ETH_P_ALL is asked before, but on the way out and on the way in.
func listenOn(fd, index int) error {
	for _, option := range []struct {
		name        string
		level, kind int
	}{
		{"PACKET_IGNORE_OUTGOING", unix.SOL_PACKET, unix.PACKET_IGNORE_OUTGOING},
		{"SO_TIMESTAMPNS", unix.SOL_SOCKET, unix.SO_TIMESTAMPNS},
	} {
		if err := unix.SetsockoptInt(fd, option.level, option.kind, 1); err != nil {
			return os.NewSyscallError("setsockopt "+option.name, err)
		}
	}
	all := binary.NativeEndian.Uint16(binary.BigEndian.AppendUint16(nil, unix.ETH_P_ALL))
	return os.NewSyscallError("bind AF_PACKET", unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: all, Ifindex: index}))
}

// Close closes the tap and ends EachReadable.
func (t *Tap) Close() error { return t.file.Close() }

// EachReadable calls do whenever packets have come, until Close.
func (t *Tap) EachReadable(do func()) {
	conn, err := t.file.SyscallConn()
	if err != nil {
		return
	}
	_ = conn.Read(func(uintptr) bool {
		do()
		return false
	})
}

// ReadAll returns the packets that are there, without waiting.
func (t *Tap) ReadAll() []Packet {
	var packets []Packet
	var control [128]byte
	for {
		n, controlLen, _, _, err := unix.Recvmsg(t.fd, t.buffer[:], control[:], 0)
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return packets
		default:
			at := stamp(control[:controlLen])
			packets = append(packets, Packet{At: at, Data: append([]byte(nil), t.buffer[:n]...)})
		}
	}
}

// stamp finds the kernel's time among the control messages: socket(7).
func stamp(control []byte) time.Time {
	messages, err := unix.ParseSocketControlMessage(control)
	if err != nil {
		return time.Now()
	}
	for _, m := range messages {
		if m.Header.Type == unix.SO_TIMESTAMPNS && len(m.Data) >= 16 {
			seconds := binary.NativeEndian.Uint64(m.Data)
			nanoseconds := binary.NativeEndian.Uint64(m.Data[8:])
			return time.Unix(int64(seconds), int64(nanoseconds))
		}
	}
	return time.Now()
}

// Dropped returns how many packets the kernel had no room for since the last
// time it was asked.
func (t *Tap) Dropped() int {
	statistics, err := unix.GetsockoptTpacketStats(t.fd, unix.SOL_PACKET, unix.PACKET_STATISTICS)
	if err != nil {
		return 0
	}
	return int(statistics.Drops)
}
