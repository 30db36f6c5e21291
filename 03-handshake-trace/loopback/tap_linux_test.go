package loopback

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/03-handshake-trace/packet/packettest"
	"example.com/socket-tutorial/03-handshake-trace/segment"
)

// The kernel's own machine runs the filter, on a pair of sockets.
func TestFilter(t *testing.T) {
	ip4 := func(port uint16) netip.AddrPort { return netip.AddrPortFrom(Address, port) }
	tcp4 := func(source, destination uint16) []byte {
		return packettest.TCP(ip4(source), ip4(destination), segment.ACK, 1, 1, "some payload")
	}
	changed := func(packet []byte, at int, b byte) []byte {
		packet[at] = b
		return packet
	}
	longHeader := func(packet []byte) []byte { // four bytes of options
		packet[0] = 0x46
		return append(append(append([]byte{}, packet[:20]...), 1, 1, 1, 0), packet[20:]...)
	}
	tcp6 := func(source, destination uint16) []byte {
		packet := make([]byte, 60)
		packet[0], packet[6] = 0x60, unix.IPPROTO_TCP
		binary.BigEndian.PutUint16(packet[40:], source)
		binary.BigEndian.PutUint16(packet[42:], destination)
		return packet
	}
	for _, c := range []struct {
		name   string
		packet []byte
		kept   bool
	}{
		{"to the port", tcp4(40000, 5000), true},
		{"from the port", tcp4(5000, 40000), true},
		{"to another", tcp4(40000, 5001), false},
		{"behind IP options", longHeader(tcp4(40000, 5000)), true},
		{"another's behind IP options", longHeader(tcp4(40000, 5001)), false},
		{"a first fragment", changed(tcp4(40000, 5000), 6, 0x20), true},
		{"another fragment", changed(tcp4(40000, 5000), 7, 0x01), false},
		{"UDP", changed(tcp4(40000, 5000), 9, unix.IPPROTO_UDP), false},
		{"to the port, IPv6", tcp6(40000, 5000), true},
		{"from the port, IPv6", tcp6(5000, 40000), true},
		{"to another, IPv6", tcp6(40000, 5001), false},
		{"UDP, IPv6", changed(tcp6(40000, 5000), 6, unix.IPPROTO_UDP), false},
		{"of no version", changed(tcp4(40000, 5000), 0, 0x55), false},
		{"cut in the address", tcp4(40000, 5000)[:19], false},
	} {
		t.Run(c.name, func(t *testing.T) {
			fd, kernel := packettest.Pair(t)
			defer unix.Close(fd)
			require.NoError(t, attachFilter(fd, 5000, Whole))
			_, _ = unix.Write(int(kernel), c.packet) // an error where nothing is kept
			buffer := make([]byte, 100)
			n, err := unix.Read(fd, buffer)
			if !c.kept {
				assert.ErrorIs(t, err, unix.EAGAIN)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.packet, buffer[:n])
		})
	}
}

func TestFilterCuts(t *testing.T) {
	fd, kernel := packettest.Pair(t)
	defer unix.Close(fd)
	require.NoError(t, attachFilter(fd, server.Port(), 42))
	packet := packettest.TCP(client, server, segment.ACK, 1, 1, "some payload")
	kernel.Send(t, packet)
	buffer := make([]byte, 100)
	n, err := unix.Read(fd, buffer)
	require.NoError(t, err)
	assert.Equal(t, packet[:42], buffer[:n])
}

// What the kernel says beside a packet: when it passed, how long it was before
// it was cut, and how many the buffer had no room for since the last.
func TestAbout(t *testing.T) {
	tap := &Tap{dropped: 3}
	native := binary.NativeEndian
	timespec := native.AppendUint64(native.AppendUint64(nil, 1448500000), 250)
	auxiliary := native.AppendUint32(native.AppendUint32(native.AppendUint32(nil, 0), 9000), 256)
	control := slices.Concat(message(unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, timespec),
		message(unix.SOL_PACKET, unix.PACKET_AUXDATA, append(auxiliary, make([]byte, 8)...)),
		message(unix.SOL_SOCKET, unix.SO_RXQ_OVFL, native.AppendUint32(nil, 10)))
	assert.Equal(t, Packet{At: time.Unix(1448500000, 250), Length: 9000, Missed: 7}, tap.about(control, 256))
	assert.Zero(t, tap.about(control, 256).Missed, "they are counted once")
	assert.Equal(t, 256, tap.about(nil, 256).Length)
}

// message is a control message: cmsg(3).
func message(level, kind int32, data []byte) []byte {
	b := make([]byte, unix.CmsgSpace(len(data)))
	header := (*unix.Cmsghdr)(unsafe.Pointer(&b[0]))
	header.Level, header.Type = level, kind
	header.SetLen(unix.CmsgLen(len(data)))
	copy(b[unix.CmsgLen(0):], data)
	return b
}
