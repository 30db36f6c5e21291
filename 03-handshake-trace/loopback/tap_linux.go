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
	At   time.Time // by the kernel's clock
	Data []byte    // from the first byte of the IP header
}

// Tap sees each packet on lo once: packet(7), which needs CAP_NET_RAW.
type Tap struct{ *packet.Conn }

// stampingDelay is what a new tap needs: the kernel begins to stamp packets
// from a work queue of its own, a little later.
const stampingDelay = 10 * time.Millisecond

// OpenTap opens a tap in the network namespace of the calling thread.
func OpenTap() (*Tap, error) {
	index, err := namespace.Index("lo")
	if err != nil {
		return nil, err
	}
	// A tap for ETH_P_IP would stamp a FIN after the ACK that answers it, because
	// it is asked only after TCP has had the packet; one for ETH_P_ALL is asked
	// before, but on the way out and on the way in.
	fd, err := packet.OpenSocket(index, unix.ETH_P_ALL, setOptions)
	if err != nil {
		return nil, err
	}
	time.Sleep(stampingDelay)
	conn, err := packet.NewConn(fd, "tap on lo")
	return &Tap{conn}, err
}

func setOptions(fd int) error {
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
	return nil
}

// ReadAll returns the packets that are there, without waiting.
func (t *Tap) ReadAll() (packets []Packet) {
	var at time.Time
	t.Conn.ReadAll(func(fd int, buffer []byte) (int, error) {
		var control [128]byte
		n, length, _, _, err := unix.Recvmsg(fd, buffer, control[:], 0)
		at = stamp(control[:max(0, length)])
		return n, err
	}, func(data []byte) {
		packets = append(packets, Packet{At: at, Data: data})
	})
	return packets
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
	statistics, err := unix.GetsockoptTpacketStats(t.FD(), unix.SOL_PACKET, unix.PACKET_STATISTICS)
	if err != nil {
		return 0
	}
	return int(statistics.Drops)
}
