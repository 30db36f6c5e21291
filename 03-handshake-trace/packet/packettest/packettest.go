//go:build linux

// Package packettest stands in for a device in tests that are not root: a pair
// of sockets that keep packets apart, and packets to send through it.
package packettest

import (
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/03-handshake-trace/segment"
)

// Pair returns a descriptor to read and write as a device's, which belongs to
// the caller, and the kernel's side of it.
func Pair(t testing.TB) (device int, kernel Kernel) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	t.Cleanup(func() { unix.Close(fds[1]) })
	return fds[0], Kernel(fds[1])
}

// Kernel is the side of a device on which a kernel would be.
type Kernel int

// Send sends a packet to the device.
func (k Kernel) Send(t testing.TB, packet []byte) {
	t.Helper()
	_, err := unix.Write(int(k), packet)
	require.NoError(t, err)
}

// Received returns the packet that was written to the device first, or nil.
func (k Kernel) Received() []byte {
	buffer := make([]byte, 1<<16)
	n, err := unix.Read(int(k), buffer)
	if err != nil {
		return nil
	}
	return buffer[:n]
}

// TCP is an IPv4 packet with a TCP segment of these fields in it.
func TCP(source, destination netip.AddrPort, flags segment.Flags, sequence, acknowledgment uint32, payload string) []byte {
	const ipHeader, tcpHeader = 20, 20
	b := make([]byte, ipHeader+tcpHeader, ipHeader+tcpHeader+len(payload))
	b = append(b, payload...)
	b[0], b[8], b[9] = 0x45, 64, unix.IPPROTO_TCP
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)))
	copy(b[12:], source.Addr().AsSlice())
	copy(b[16:], destination.Addr().AsSlice())
	binary.BigEndian.PutUint16(b[10:], segment.Checksum(b[:ipHeader]))
	tcp := b[ipHeader:]
	binary.BigEndian.PutUint16(tcp[0:], source.Port())
	binary.BigEndian.PutUint16(tcp[2:], destination.Port())
	binary.BigEndian.PutUint32(tcp[4:], sequence)
	binary.BigEndian.PutUint32(tcp[8:], acknowledgment)
	tcp[12], tcp[13] = tcpHeader/4<<4, byte(flags)
	binary.BigEndian.PutUint16(tcp[14:], 64240)
	binary.BigEndian.PutUint16(tcp[16:], segment.TCPChecksum(source.Addr(), destination.Addr(), tcp))
	return b
}
