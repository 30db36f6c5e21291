package loopback

import (
	"os"

	"golang.org/x/sys/unix"
)

// attachFilter has the kernel leave out what is not TCP to or from a port, and
// cut what is longer than so many bytes. What is left out takes no room in the
// socket's buffer, and nobody's time.
func attachFilter(fd int, port uint16, keep int) error {
	program := filter(uint32(port), uint32(keep))
	return os.NewSyscallError("setsockopt SO_ATTACH_FILTER", unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER,
		&unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}))
}

// Instructions of the machine that runs a filter, Linux's
// Documentation/networking/filter.rst. It has a number A and an index X.
const (
	loadByte    = unix.BPF_LD | unix.BPF_B | unix.BPF_ABS   // A = packet[k]
	loadTwo     = unix.BPF_LD | unix.BPF_H | unix.BPF_ABS   // A = packet[k:k+2]
	loadTwoAtX  = unix.BPF_LD | unix.BPF_H | unix.BPF_IND   // A = packet[X+k:X+k+2]
	loadXLength = unix.BPF_LDX | unix.BPF_B | unix.BPF_MSH  // X = 4 * (packet[k] & 0x0f)
	and         = unix.BPF_ALU | unix.BPF_AND | unix.BPF_K  // A &= k
	ifEqual     = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K  // go on at yes if A == k, else at no
	ifAnyBit    = unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K // go on at yes if A & k != 0, else at no
	keepBytes   = unix.BPF_RET | unix.BPF_K                 // the first k bytes of the packet are kept
)

// filter keeps the beginning of each packet that is TCP to or from a port.
//
// A shortcut is taken: an IPv6 packet with extension headers before TCP is left
// out. No program on lo makes any.
func filter(port, keep uint32) []unix.SockFilter {
	const ipv4, ports4, ipv6, ports6, kept, leftOut = 4, 8, 13, 15, 19, 20
	program := []struct {
		code    uint16
		k       uint32
		yes, no int // places in this list
	}{
		0:                    {code: loadByte, k: 0},
		{code: and, k: 0xf0}, // the version
		{ifEqual, 0x60, ipv6, 3},
		{ifEqual, 0x40, ipv4, leftOut},

		ipv4: {code: loadByte, k: 9}, // Protocol
		{ifEqual, unix.IPPROTO_TCP, 6, leftOut},
		{code: loadTwo, k: 6},               // Fragment Offset:
		{ifAnyBit, 0x1fff, leftOut, ports4}, // only the first has ports

		ports4:                   {code: loadXLength, k: 0}, // IHL
		{code: loadTwoAtX, k: 0}, // Source Port
		{ifEqual, port, kept, 11},
		{code: loadTwoAtX, k: 2}, // Destination Port
		{ifEqual, port, kept, leftOut},

		ipv6: {code: loadByte, k: 6}, // Next Header
		{ifEqual, unix.IPPROTO_TCP, ports6, leftOut},

		ports6: {code: loadTwo, k: 40}, // Source Port
		{ifEqual, port, kept, 17},
		{code: loadTwo, k: 42}, // Destination Port
		{ifEqual, port, kept, leftOut},

		kept:    {code: keepBytes, k: keep},
		leftOut: {code: keepBytes, k: 0},
	}
	var instructions []unix.SockFilter
	for i, in := range program {
		instruction := unix.SockFilter{Code: in.code, K: in.k}
		if in.yes > 0 { // what the machine has is how many instructions to skip
			instruction.Jt, instruction.Jf = uint8(in.yes-i-1), uint8(in.no-i-1)
		}
		instructions = append(instructions, instruction)
	}
	return instructions
}
