// Package loopback observes both ends of a connection over lo, where there is
// no delay and nothing can be lost, but everything is the machine's own.
package loopback

import (
	"encoding/binary"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/03-handshake-trace/namespace"
	"example.com/socket-tutorial/03-handshake-trace/packet"
)

// Packet is an IP packet that passed over lo.
type Packet struct {
	At     time.Time // by the kernel's clock
	Data   []byte    // from the first byte of the IP header; perhaps cut
	Length int       // in bytes, before it was cut
	Missed int       // packets that the tap should have seen between the last one and this
}

// Tap sees each packet on lo once that is to or from its port: packet(7),
// which needs CAP_NET_RAW.
type Tap struct {
	*packet.Conn
	dropped uint32 // as the kernel counts, up to the last packet
}

// Whole is how much of a packet is kept where all of it is.
const Whole = 1 << 16

// stampingDelay is what a new tap needs: the kernel begins to stamp packets
// from a work queue of its own, a little later.
const stampingDelay = 10 * time.Millisecond

// bufferSize is what may wait in a tap, in bytes as the kernel counts them: a
// cut packet counts in full. As many connections as lo carries may share it.
const bufferSize = 256 << 20

// OpenTap opens a tap for one port in the network namespace of the calling
// thread. Of each packet it keeps the first bytes, so many at most.
func OpenTap(port uint16, keep int) (*Tap, error) {
	index, err := namespace.Index("lo")
	if err != nil {
		return nil, err
	}
	// A tap for ETH_P_IP would stamp a FIN after the ACK that answers it, because
	// it is asked only after TCP has had the packet; one for ETH_P_ALL is asked
	// before, but on the way out and on the way in.
	fd, err := packet.OpenSocket(index, unix.ETH_P_ALL, func(fd int) error {
		if err := setOptions(fd); err != nil {
			return err
		}
		return attachFilter(fd, port, keep)
	})
	if err != nil {
		return nil, err
	}
	time.Sleep(stampingDelay)
	conn, err := packet.NewConn(fd, "tap on lo")
	return &Tap{Conn: conn}, err
}

func setOptions(fd int) error {
	for _, option := range []struct {
		name        string
		level, kind int
	}{
		{"PACKET_IGNORE_OUTGOING", unix.SOL_PACKET, unix.PACKET_IGNORE_OUTGOING},
		{"PACKET_AUXDATA", unix.SOL_PACKET, unix.PACKET_AUXDATA},
		{"SO_TIMESTAMPNS", unix.SOL_SOCKET, unix.SO_TIMESTAMPNS},
		{"SO_RXQ_OVFL", unix.SOL_SOCKET, unix.SO_RXQ_OVFL},
	} {
		if err := unix.SetsockoptInt(fd, option.level, option.kind, 1); err != nil {
			return os.NewSyscallError("setsockopt "+option.name, err)
		}
	}
	// Beyond net.core.rmem_max it takes CAP_NET_ADMIN. With less there may be gaps.
	if unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, bufferSize) != nil {
		_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, bufferSize)
	}
	return nil
}

// ReadAll returns the packets that are there, without waiting.
func (t *Tap) ReadAll() (packets []Packet) {
	var about Packet
	t.Conn.ReadAll(func(fd int, buffer []byte) (int, error) {
		var control [256]byte
		n, length, _, _, err := unix.Recvmsg(fd, buffer, control[:], 0)
		if err == nil {
			about = t.about(control[:length], n)
		}
		return n, err
	}, func(data []byte) {
		about.Data = data
		packets = append(packets, about)
	})
	return packets
}

// about reads what the kernel says beside a packet of which n bytes were kept:
// packet(7), socket(7).
func (t *Tap) about(control []byte, n int) Packet {
	p := Packet{At: time.Now(), Length: n}
	messages, _ := unix.ParseSocketControlMessage(control)
	native := binary.NativeEndian
	for _, m := range messages {
		switch (option{m.Header.Level, m.Header.Type}) {
		case option{unix.SOL_SOCKET, unix.SO_TIMESTAMPNS}:
			p.At = timespec(m.Data)
		case option{unix.SOL_SOCKET, unix.SO_RXQ_OVFL}:
			dropped := native.Uint32(m.Data)
			p.Missed = int(dropped - t.dropped)
			t.dropped = dropped
		case option{unix.SOL_PACKET, unix.PACKET_AUXDATA}:
			p.Length = int(native.Uint32(m.Data[4:])) // tp_len
		}
	}
	return p
}

type option struct{ level, kind int32 }

// timespec reads a struct timespec, whose numbers have the machine's size.
func timespec(b []byte) time.Time {
	native := binary.NativeEndian
	if len(b) < 16 {
		return time.Unix(int64(native.Uint32(b)), int64(native.Uint32(b[4:])))
	}
	return time.Unix(int64(native.Uint64(b)), int64(native.Uint64(b[8:])))
}

// Dropped returns how many packets to or from the port the kernel had no room
// for since the last time it was asked.
func (t *Tap) Dropped() int {
	statistics, err := unix.GetsockoptTpacketStats(t.FD(), unix.SOL_PACKET, unix.PACKET_STATISTICS)
	if err != nil {
		return 0
	}
	return int(statistics.Drops)
}
