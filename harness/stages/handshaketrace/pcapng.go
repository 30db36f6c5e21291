package handshaketrace

import (
	"encoding/binary"
	"os"
	"strings"

	"example.com/socket-tutorial/harness/check"
)

// Types of block, and the option that a comment is: the pcapng specification.
const (
	sectionHeader  = 0x0a0d0d0a
	interfaceBlock = 1
	enhancedPacket = 6
	commentOption  = 1
	linkTypeRaw    = 101
)

// readCapture reads a capture in pcapng as far as is needed to believe it, and
// returns the control bits of each segment in it. Each must have a comment and
// a right checksum.
func readCapture(t *check.T, path string) (segments []string) {
	data, err := os.ReadFile(path)
	t.Must(err)
	if len(data) < 28 || binary.LittleEndian.Uint32(data) != sectionHeader {
		t.Fail("the capture does not begin with a section header block")
	}
	order := binary.ByteOrder(binary.LittleEndian)
	if order.Uint32(data[8:]) != 0x1a2b3c4d {
		order = binary.BigEndian
	}
	for len(data) > 0 {
		if len(data) < 12 {
			t.Fail("the capture ends within a block")
		}
		length := int(order.Uint32(data[4:]))
		if length < 12 || length%4 != 0 || length > len(data) || int(order.Uint32(data[length-4:])) != length {
			t.Fail("a block says that it is %d bytes long, which cannot be", length)
		}
		body := data[8 : length-4]
		switch order.Uint32(data) {
		case interfaceBlock:
			if linkType := order.Uint16(body); linkType != linkTypeRaw {
				t.Fail("the link type is %d, wanted %d: packets that begin with their IP header", linkType, linkTypeRaw)
			}
		case enhancedPacket:
			segments = append(segments, readPacket(t, order, body))
		}
		data = data[length:]
	}
	return segments
}

// readPacket reads the body of an enhanced packet block.
func readPacket(t *check.T, order binary.ByteOrder, body []byte) string {
	if len(body) < 20 || int(order.Uint32(body[12:])) > len(body)-20 {
		t.Fail("a packet is cut short")
	}
	captured := int(order.Uint32(body[12:]))
	packet, options := body[20:20+captured], body[20+(captured+3)/4*4:]
	if len(options) < 4 || order.Uint16(options) != commentOption || order.Uint16(options[2:]) == 0 {
		t.Fail("a packet has no comment")
	}
	if len(packet) < 40 || packet[0]>>4 != 4 || packet[9] != 6 {
		t.Fail("a packet is no TCP over IPv4")
	}
	tcp := packet[int(packet[0]&15)*4:]
	pseudoHeader := append(append([]byte{}, packet[12:20]...), 0, 6, byte(len(tcp)>>8), byte(len(tcp)))
	if onesSum(append(pseudoHeader, tcp...)) != 0xffff {
		t.Fail("a segment has a bad checksum")
	}
	var names []string
	for bit, name := range []string{"FIN", "SYN", "RST", "", "ACK"} {
		if name != "" && tcp[13]&(1<<bit) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ",")
}
