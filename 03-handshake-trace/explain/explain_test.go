package explain

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
)

const (
	syn = `
		45 00 00 3c ff 73 40 00 40 06 27 46 0a 00 00 01  0a 00 00 02
		dc d4 13 88 02 70 85 f0 00 00 00 00 a0 02 fa f0  46 c0 00 00
		02 04 05 b4 04 02 08 0a 00 54 79 38 00 00 00 00  01 03 03 0a`
	syn6 = `
		60 06 ca 16 00 28 06 40
		fd 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01
		fd 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02
		9e ec 13 88 5e 15 15 0c 00 00 00 00 a0 02 fd 20  9d 3e 00 00
		02 04 05 a0 04 02 08 0a 85 92 08 85 00 00 00 00  01 03 03 0a`
	hello = `
		45 00 00 39 ff 75 40 00 40 06 27 47 0a 00 00 01  0a 00 00 02
		dc d4 13 88 02 70 85 f1 8b 02 ce 9e 80 18 00 3f  34 56 00 00
		01 01 08 0a 00 54 79 4d 6f a0 4e a5
		48 65 6c 6c 6f`
)

func wire(t testing.TB, text string) []byte {
	t.Helper()
	data, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	require.NoError(t, err)
	return data
}

// followed is a packet of which nothing is known but itself.
func followed(t testing.TB, packet []byte) *timeline.Segment {
	t.Helper()
	s, err := segment.Decode(packet)
	require.NoError(t, err)
	one := &timeline.Segment{Segment: s, Packet: packet}
	new(timeline.Conversation).Follow(one)
	return one
}

// explained returns the explanation as it is printed.
func explained(t testing.TB, packet []byte) string {
	t.Helper()
	lines, err := Segment(followed(t, packet))
	require.NoError(t, err)
	var text strings.Builder
	for _, line := range lines {
		text.WriteString(line.In(lang.English) + "\n")
	}
	return text.String()
}

func TestSYN(t *testing.T) {
	assert.Equal(t, `IPv4 header (RFC 791): 20 bytes
  0  0100....     Version                4
  0  ....0101     IHL                    5 words of 4 bytes = 20 bytes
  1  00           Type of Service        DSCP 0, ECN 0 (RFC 2474, RFC 3168)
  2  00 3c        Total Length           60 bytes, this header included
  4  ff 73        Identification         65395, the same in all its fragments
  6  010.....     Flags                  DF: no router may cut it up
  6  ...00000     Fragment Offset        0
     00000000
  8  40           Time to Live           64, one less at each router
  9  06           Protocol               6 = TCP
 10  27 46        Header Checksum        0x2746, good
 12  0a 00 00 01  Source Address         10.0.0.1
 16  0a 00 00 02  Destination Address    10.0.0.2
TCP header (RFC 9293): 40 bytes
 20  dc d4        Source Port            56532
 22  13 88        Destination Port       5000
 24  02 70 85 f0  Sequence Number        40928752: counting starts here
 28  00 00 00 00  Acknowledgment Number  0: says nothing without ACK
 32  1010....     Data Offset            10 words of 4 bytes = 40 bytes
 32  ....000.     Reserved               0
 32  .......0     Control bits           SYN
     00000010
     ......1.       SYN                  synchronize sequence numbers
 34  fa f0        Window                 64240 bytes, in a SYN never scaled
 36  46 c0        Checksum               0x46c0, good; addresses included
 38  00 00        Urgent Pointer         0: says nothing without URG
TCP options (Kind, Length, Value): 20 bytes
 40  02 04 05 b4  Maximum Segment Size   1460 bytes of data at most
 44  04 02        SACK Permitted         RFC 2018: gaps may be reported
 46  08 0a        Timestamps             RFC 7323: to measure the round trip
 48  00 54 79 38    TSval                5536056: the sender's clock
 52  00 00 00 00    TSecr                0: no clock was seen yet
 56  01           No-Operation           fills up to a multiple of 4
 57  03 03 0a     Window Scale           10: later windows in units of 1024
`, explained(t, wire(t, syn)))
}

func TestSYNOverIPv6(t *testing.T) {
	assert.Contains(t, explained(t, wire(t, syn6)), `IPv6 header (RFC 8200): 40 bytes
  0  0110....     Version                6
  0  ....0000     Traffic Class          DSCP 0, ECN 0 (RFC 2474, RFC 3168)
     0000....
  1  ....0110     Flow Label             0x6ca16, marks packets of one flow
     11001010
     00010110
  4  00 28        Payload Length         40 bytes after this header
  6  06           Next Header            6 = TCP
  7  40           Hop Limit              64, one less at each router
  8  fd 00 00 00  Source Address         fd00::1
     00 00 00 00
     00 00 00 00
     00 00 00 01
 24  fd 00 00 00  Destination Address    fd00::2
     00 00 00 00
     00 00 00 00
     00 00 00 02
`)
}

func TestData(t *testing.T) {
	text := explained(t, wire(t, hello))
	for _, line := range []string{
		" 24  02 70 85 f1  Sequence Number        40928753",
		" 28  8b 02 ce 9e  Acknowledgment Number  2332216990: the byte expected next",
		" 32  .......0     Control bits           PSH,ACK",
		"     ...1....       ACK                  the Acknowledgment Number counts",
		"     ....1...       PSH                  hand the data on at once",
		" 34  00 3f        Window                 63, in units that were not seen",
		" 48  6f a0 4e a5    TSecr                1872776869: the peer's clock, echoed",
		"Data: 5 bytes",
	} {
		assert.Contains(t, text, line+"\n")
	}
}

func TestChecksums(t *testing.T) {
	packet := wire(t, syn)
	packet[11]++
	packet[37]++
	text := explained(t, packet)
	assert.Contains(t, text, "0x2747, bad\n")
	assert.Contains(t, text, "0x46c1, bad; addresses included\n")
	copy(packet[36:], []byte{0x14, 0x31})
	assert.Contains(t, explained(t, packet), "0x1431, offloaded: nobody filled it in\n")
	assert.Contains(t, explained(t, wire(t, hello)[:55]), "0x3456, not verified: bytes are missing\n")
}

func TestOptions(t *testing.T) {
	packet := wire(t, syn)
	copy(packet[40:], wire(t, "05 0a 00 00 00 06 00 00 00 0b fe 04 aa bb 02 02 00 ff ff ff"))
	packet[33] |= byte(segment.ACK)
	assert.Contains(t, explained(t, packet), `TCP options (Kind, Length, Value): 20 bytes
 40  05 0a        SACK                   RFC 2018: what arrived beyond a gap
 42  00 00 00 06    Left Edge            6: from seq 7 on
 46  00 00 00 0b    Right Edge           11: up to seq 11
 50  fe 04 aa bb  Kind 254               not taken apart
 54  02 02        Kind 2                 not taken apart
 56  00           End of Option List
 57  ff ff ff                            padding
`)
}

func TestOptionsByName(t *testing.T) {
	packet := wire(t, syn)
	copy(packet[40:], wire(t, "1e 04 00 81 22 02 22 0a 01 02 03 04 05 06 07 08 01 01 01 01"))
	assert.Contains(t, explained(t, packet), `
 40  1e 04        Multipath TCP          RFC 8684: several paths
 42  00 81          MP_CAPABLE           not taken apart further
 44  22 02        Fast Open              RFC 7413: asks for a cookie
 46  22 0a 01 02  Fast Open              RFC 7413: a cookie, for data in a SYN
     03 04 05 06
     07 08
`)
}

// In the handshake the bits of ECN offer it: nobody can know of congestion yet.
func TestECN(t *testing.T) {
	for _, test := range []struct {
		offset, flags byte
		want          []string
	}{
		{0xa0, 0xc2, []string{"     1.......       CWR                  RFC 3168: with both, offers ECN", "     .1......       ECE                  RFC 3168: with both, offers ECN"}},
		{0xa0, 0x52, []string{"       ECE                  RFC 3168: accepts ECN"}},
		{0xa0, 0xd0, []string{"ECE                  RFC 3168: the network is congested", "CWR                  RFC 3168: the sender slowed down"}},
		{0xa1, 0xc2, []string{"     .......1       AE                   RFC 9768: with all three, offers AccECN", " 32  .......1     Control bits           SYN,ECE,CWR,AE\n     11000010"}},
	} {
		packet := wire(t, syn)
		packet[32], packet[33] = test.offset, test.flags
		for _, want := range test.want {
			assert.Contains(t, explained(t, packet), want+"\n")
		}
	}
}

// A window is in bytes where its unit is known.
func TestWindow(t *testing.T) {
	s := followed(t, wire(t, hello))
	assert.Equal(t, "63, in units that were not seen", window(s).String())
	s.Scale = 10
	assert.Equal(t, "63 × 1024 = 64512 bytes", window(s).String())
	s.Scale = 0
	assert.Equal(t, "63 bytes", window(s).String())
	s.Flags = segment.RST
	assert.Equal(t, "63: a reset needs none", window(s).String())
}

// What is wrong is said after what is right.
func TestMalformedOptions(t *testing.T) {
	packet := wire(t, syn)
	packet[58] = 9
	lines, err := Segment(followed(t, packet))
	assert.EqualError(t, err, "TCP options: kind 3 at byte 37 of the header: length 9, but the header has 3 bytes left")
	assert.Equal(t, " 57  03 09 0a                            cannot be taken apart", lines[len(lines)-1].In(lang.English))
	s := followed(t, wire(t, syn)[:48])
	s.Missing = 12
	lines, err = Segment(s)
	assert.EqualError(t, err, "TCP options: the capture has left out 12 of 20 bytes")
	assert.Equal(t, " 46  08 0a                               cannot be taken apart", lines[len(lines)-1].In(lang.English))
}

// The widest values there are must fit the terminal too.
func TestEightyColumns(t *testing.T) {
	packet := wire(t, syn)
	for i := range packet {
		switch {
		case i == 0, i == 6, i == 7, i == 9, i == 2, i == 3, i == 32, i >= 40:
		default:
			packet[i] = 0xff
		}
	}
	packet[59] = 0xff
	for _, bytes := range [][]byte{packet, wire(t, syn6), wire(t, hello)} {
		lines, _ := Segment(followed(t, bytes))
		for _, line := range lines {
			for _, language := range words.All() {
				assert.LessOrEqual(t, lang.Width(line.In(language)), 80, line.In(language))
			}
		}
	}
}

func FuzzSegment(f *testing.F) {
	for _, packet := range []string{syn, syn6, hello} {
		f.Add(wire(f, packet))
	}
	f.Fuzz(func(t *testing.T, packet []byte) {
		if _, err := segment.Decode(packet); err != nil {
			return
		}
		lines, _ := Segment(followed(t, packet))
		for _, line := range lines {
			for _, language := range words.All() {
				assert.LessOrEqual(t, lang.Width(line.In(language)), 80, line.In(language))
			}
		}
	})
}
