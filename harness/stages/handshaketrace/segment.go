package handshaketrace

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
	"regexp"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
)

// The control bits that are sent here.
const (
	flagFIN = 1 << iota
	flagSYN
	flagRST
	flagPSH
	flagACK
)

var sourceAndDestination = []byte{192, 0, 2, 1, 192, 0, 2, 2} // RFC 5737: for documentation

// segmentOf returns a TCP segment with these control bits and options (a
// multiple of 4 bytes), some data, a right checksum and all else random. Its
// numbers do not fit a signed integer of 32 bits.
func segmentOf(t *check.T, flags byte, options []byte) []byte {
	tcp := append([]byte(t.Bytes(20)), options...)
	tcp[12] = byte(len(tcp)/4) << 4
	tcp[13] = flags
	tcp[4], tcp[8] = tcp[4]|0x80, tcp[8]|0x80
	tcp = append(tcp, "Hello"...)
	copy(tcp[16:], []byte{0, 0})
	pseudoHeader := append(bytes.Clone(sourceAndDestination), 0, 6, 0, byte(len(tcp)))
	binary.BigEndian.PutUint16(tcp[16:], ^onesSum(append(pseudoHeader, tcp...)))
	return tcp
}

// onesSum is the ones' complement sum of RFC 9293, section 3.1.
func onesSum(data []byte) uint16 {
	if len(data)%2 == 1 {
		data = append(bytes.Clone(data), 0)
	}
	sum := uint32(0)
	for ; len(data) > 0; data = data[2:] {
		sum += uint32(binary.BigEndian.Uint16(data))
		sum = sum>>16 + sum&0xffff
	}
	return uint16(sum)
}

// packetOf puts an IPv4 header before a segment, with an option of its own:
// IP headers have no fixed length either.
func packetOf(tcp []byte) []byte {
	ip := []byte{0x46, 0, 0, byte(24 + len(tcp)), 0, 1, 0x40, 0, 64, 6, 0, 0}
	ip = append(append(ip, sourceAndDestination...), 0x94, 4, 0, 0) // router alert, RFC 2113
	binary.BigEndian.PutUint16(ip[10:], ^onesSum(ip))
	return append(ip, tcp...)
}

// explainCapture runs the program on a capture of one segment and returns its
// exit status. The capture is as simple as they come: the packet begins at byte
// 40, with its IP header.
func explainCapture(t *check.T, tcp []byte) int {
	packet := packetOf(tcp)
	order := binary.LittleEndian
	capture := order.AppendUint32(nil, 0xa1b2c3d4)
	capture = append(capture, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	capture = order.AppendUint32(order.AppendUint32(capture, 65535), 101) // link type: none
	capture = append(capture, make([]byte, 8)...)                         // 1970
	capture = order.AppendUint32(order.AppendUint32(capture, uint32(len(packet))), uint32(len(packet)))
	t.File("segment.pcap", string(append(capture, packet...)))
	t.Note("the segment in it, from byte %d on: % x", 40+len(packet)-len(tcp), tcp)
	return t.Run("-r", filepath.Join(t.Dir(), "segment.pcap"), "-explain")
}

func explain(t *check.T, tcp []byte) {
	if explainCapture(t, tcp) != 0 {
		t.Fail("wanted exit status 0")
	}
}

// wantField wants a line on stdout with the name of a field and, behind it,
// this value. What is before the name (its place, its bytes) and behind the
// value (what it means) is the program's own affair.
func wantField(t *check.T, name, value string) {
	line := regexp.MustCompile(`(?m)(?:^|  )` + regexp.QuoteMeta(name) + ` +(.*)$`)
	found := line.FindStringSubmatch(t.Stdout())
	if found == nil {
		t.Note("stdout has no line with the name %q", name)
		t.Fail("wanted %s %s", name, value)
	}
	got := strings.TrimSpace(found[1])
	if !regexp.MustCompile(`^` + regexp.QuoteMeta(value) + `($|[^\w,])`).MatchString(got) {
		t.Note("stdout has %s %s", name, got)
		t.Fail("wanted %s %s", name, value)
	}
	t.Note("stdout has %s %s", name, value)
}

// wantRefused wants status 1, and one line on stderr that says why.
func wantRefused(t *check.T, what lang.Format, tcp []byte) {
	t.Note(what)
	status := explainCapture(t, tcp)
	if status != 1 {
		t.Fail("wanted exit status 1")
	}
	if said := strings.TrimSpace(t.Stderr()); said == "" || strings.Contains(said, "\n") {
		t.Note("stderr has %q", said)
		t.Fail("wanted one line")
	}
}
