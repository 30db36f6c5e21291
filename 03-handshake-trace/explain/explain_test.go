package explain

import (
	"encoding/hex"
	"strings"
	"testing"
	"unicode/utf8"

	"example.com/socket-tutorial/03-handshake-trace/segment"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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

// explained returns the explanation as it is printed.
func explained(t testing.TB, packet []byte) string {
	t.Helper()
	lines, err := Packet(packet)
	require.NoError(t, err)
	var text strings.Builder
	for _, line := range lines {
		text.WriteString(line.String() + "\n")
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
 32  ....0000     Reserved               0
 33  00000010     Control bits           SYN
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
		" 33  00011000     Control bits           PSH,ACK",
		"     ...1....       ACK                  the Acknowledgment Number counts",
		"     ....1...       PSH                  hand the data on at once",
		" 34  00 3f        Window                 63, to be scaled as the SYN said",
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
	assert.Contains(t, explained(t, packet), `TCP options (Kind, Length, Value): 20 bytes
 40  05 0a 00 00  SACK                   what arrived beyond a gap
     00 06 00 00
     00 0b
 50  fe 04 aa bb  Kind 254               not taken apart
 54  02 02        Kind 2                 not taken apart
 56  00           End of Option List
 57  ff ff ff                            padding
`)
}

func TestNotTCP(t *testing.T) {
	_, err := Packet(wire(t, syn)[:30])
	assert.EqualError(t, err, "TCP header: cut short at 10 bytes, the shortest has 20")
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
	for _, text := range []string{explained(t, packet), explained(t, wire(t, syn6)), explained(t, wire(t, hello))} {
		for _, line := range strings.Split(text, "\n") {
			assert.LessOrEqual(t, utf8.RuneCountInString(line), 80, line)
		}
	}
}

func FuzzPacket(f *testing.F) {
	for _, packet := range []string{syn, syn6, hello} {
		f.Add(wire(f, packet))
	}
	f.Fuzz(func(t *testing.T, packet []byte) {
		if _, err := segment.Decode(packet); err != nil {
			return
		}
		lines, err := Packet(packet)
		require.NoError(t, err)
		for _, line := range lines {
			assert.LessOrEqual(t, utf8.RuneCountInString(line.String()), 80, line)
		}
	})
}
