package handshaketrace

import (
	"encoding/binary"
	"fmt"
	"strings"

	"example.com/socket-tutorial/harness/check"
)

// decoderChecks are about the header decoder of stage 03, which is also its
// exercise: the program is given a capture of one segment whose fields are
// random, and prints each with its name in RFC 9293.
var decoderChecks = []check.Check{
	{
		Name:  "decode-ports",
		Title: "the ports are the first four bytes of the header",
		Level: check.Beyond,
		Why:   "numbers on the wire have their most significant byte first, whatever the machine (RFC 9293, section 3.1)",
		Hint:  "the IP header is as long as the lower half of its first byte says, in words of 4 bytes; behind it: 16 bits each, big-endian",
		Run: func(t *check.T) {
			tcp := segmentOf(t, flagSYN, nil)
			explain(t, tcp)
			wantField(t, "Source Port", fmt.Sprint(binary.BigEndian.Uint16(tcp[0:])))
			wantField(t, "Destination Port", fmt.Sprint(binary.BigEndian.Uint16(tcp[2:])))
		},
	},
	{
		Name:  "decode-numbers",
		Title: "sequence and acknowledgment number have 32 bits",
		Level: check.Beyond,
		Why:   "TCP counts bytes, from a number on that no stranger can predict, and passes zero after four gigabytes: these are unsigned",
		Hint:  "4 bytes each, unsigned, big-endian, behind the ports",
		Needs: []string{"decode-ports"},
		Run: func(t *check.T) {
			tcp := segmentOf(t, flagSYN|flagACK, nil)
			explain(t, tcp)
			wantField(t, "Sequence Number", fmt.Sprint(binary.BigEndian.Uint32(tcp[4:])))
			wantField(t, "Acknowledgment Number", fmt.Sprint(binary.BigEndian.Uint32(tcp[8:])))
		},
	},
	{
		Name:  "decode-offset",
		Title: "the Data Offset says where the header ends",
		Level: check.Beyond,
		Why:   "a header has 20 to 60 bytes, and only this field tells how many: without it, options are taken for data",
		Hint:  "the upper 4 bits of byte 12 count words of 4 bytes; print the count",
		Needs: []string{"decode-ports"},
		Run: func(t *check.T) {
			words := int(t.Bytes(1)[0]) % 9
			tcp := segmentOf(t, flagSYN, []byte(strings.Repeat("\x01", 4*words)))
			explain(t, tcp)
			wantField(t, "Data Offset", fmt.Sprint(5+words))
		},
	},
	{
		Name:  "decode-flags",
		Title: "the control bits have names",
		Level: check.Beyond,
		Why:   "SYN, ACK, FIN and RST are one bit each of one byte, and any of them may be set together",
		Hint:  "byte 13; its least significant bit is FIN, then SYN RST PSH ACK URG ECE CWR; print the names that are set in this order, with commas",
		Needs: []string{"decode-ports"},
		Run: func(t *check.T) {
			for _, sent := range []struct {
				flags byte
				names string
			}{
				{flagSYN, "SYN"}, {flagSYN | flagACK, "SYN,ACK"}, {flagFIN | flagACK, "FIN,ACK"},
				{flagRST, "RST"}, {0xff, "FIN,SYN,RST,PSH,ACK,URG,ECE,CWR"},
			} {
				explain(t, segmentOf(t, sent.flags, nil))
				wantField(t, "Control bits", sent.names)
			}
		},
	},
	{
		Name:  "decode-window",
		Title: "the window is what the receiver has room for",
		Level: check.Beyond,
		Why:   "a sender stops when the window is full: this number is TCP's flow control",
		Hint:  "16 bits at byte 14",
		Needs: []string{"decode-ports"},
		Run: func(t *check.T) {
			tcp := segmentOf(t, flagSYN, nil)
			explain(t, tcp)
			wantField(t, "Window", fmt.Sprint(binary.BigEndian.Uint16(tcp[14:])))
		},
	},
	{
		Name:  "decode-checksum",
		Title: "the checksum tells a damaged segment",
		Level: check.Beyond,
		Why:   "one flipped bit, or a packet at the wrong address, must not reach the program: the sum covers the IP addresses as well",
		Hint:  "add up pseudo-header, header and data as words of 16 bits, a last odd byte with a zero behind it, each carry at the other end; good is 0xffff; print 0x and four digits, and the verdict",
		Needs: []string{"decode-ports"},
		Run: func(t *check.T) {
			tcp := segmentOf(t, flagPSH|flagACK, nil)
			value := fmt.Sprintf("%#04x", binary.BigEndian.Uint16(tcp[16:]))
			explain(t, tcp)
			wantField(t, "Checksum", value+", good")
			tcp[len(tcp)-1] ^= 0x10
			t.Note("one bit of the data is flipped")
			explain(t, tcp)
			wantField(t, "Checksum", value+", bad")
		},
	},
	{
		Name:  "decode-options",
		Title: "options are found behind others, and behind unknown ones",
		Level: check.Beyond,
		Why:   "the MSS and the window's scale are said in the SYN and never again; each option's length leads to the next",
		Hint:  "Kind, Length, Value, where Length counts all three; Kind 1 is a single byte, and Kind 0 ends the list",
		Needs: []string{"decode-offset"},
		Run: func(t *check.T) {
			value := t.Bytes(3)
			mss, shift := binary.BigEndian.Uint16([]byte(value)), value[2]%15
			options := "\x01\xfd\x06" + t.Bytes(4) + "\x02\x04" + value[:2] + "\x04\x02" +
				"\x01\x03\x03" + string(shift) + "\x00\x02\x04\xff\xff"
			options += strings.Repeat("\x00", -len(options)&3)
			explain(t, segmentOf(t, flagSYN, []byte(options)))
			wantField(t, "Maximum Segment Size", fmt.Sprint(mss))
			wantField(t, "Window Scale", fmt.Sprint(shift))
		},
	},
	{
		Name:  "decode-refuses",
		Title: "a header that cannot be right is refused",
		Level: check.Beyond,
		Why:   "what comes from the network is anybody's: a Length of 0 must not hold a receiver for ever (RFC 9293, MUST-7)",
		Hint:  "check each length before you follow it; say what is wrong in one line on stderr, and end with status 1",
		Needs: []string{"decode-options"},
		Run: func(t *check.T) {
			wantRefused(t, "a header of 15 bytes", segmentOf(t, flagSYN, nil)[:15])
			small := segmentOf(t, flagSYN, nil)
			small[12] = 4 << 4
			wantRefused(t, "a Data Offset of 4 words", small)
			long := segmentOf(t, flagSYN, nil)[:20]
			long[12] = 15 << 4
			wantRefused(t, "a Data Offset beyond the end", long)
			wantRefused(t, "an option of length 0", segmentOf(t, flagSYN, []byte{2, 0, 5, 0xb4}))
			wantRefused(t, "an option that ends behind the header", segmentOf(t, flagSYN, []byte{1, 1, 1, 3}))
		},
	},
}
