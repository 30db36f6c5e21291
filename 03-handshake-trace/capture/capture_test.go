package capture

import (
	"bytes"
	"encoding/hex"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Noon UTC of 23 November 2026 is 6b042ac0 seconds, in hexadecimal.
const (
	pcapLittleMicro = `
		d4c3b2a1 0200 0400 00000000 00000000 00000400 65000000
		c02a046b 40e20100 03000000 09000000 450000
		c12a046b 00000000 01000000 01000000 60`
	pcapBigNano = `
		a1b23c4d 0002 0004 00000000 00000000 00040000 00000001
		6b042ac0 075bcd15 00000002 00000002 ffff`
)

// A section whose bytes are in network order, with an interface in
// nanoseconds, a block nobody knows, a packet with two comments and one
// without a time; then a section in the other order, in microseconds, with a
// block of the kind that files had before, and seven drops.
const pcapngBothOrders = `
	0a0d0d0a 00000030 1a2b3c4d 0001 0000 ffffffffffffffff
		0001 0002 6869 0000  0004 0003 617070 00  0000 0000
	00000030
	00000001 00000020 0065 0000 00000002  0009 0001 09 000000  0000 0000
	00000020
	00000bad 00000010 deadbeef 00000010
	00000006 00000040 00000000 18eaaacd 48974d15 00000003 00000009 450000 00
		0001 0005 6669727374 000000  0001 0006 7365636f6e64 0000  0000 0000
	00000040
	00000003 00000014 00000009 6000 0000 00000014

	0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000
	01000000 14000000 1401 0000 00000000 14000000
	06000000 24000000 00000000 f0600600 40125255 01000000 01000000 ff000000
	24000000
	02000000 24000000 0000 0700 f0600600 40125255 01000000 01000000 0a000000
	24000000`

// file reads bytes written as above.
func file(t testing.TB, text string) []byte {
	t.Helper()
	data, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	require.NoError(t, err)
	return data
}

// readAll returns what can be read of a capture, and the error that ended it.
func readAll(data []byte) ([]Packet, error) {
	reader, err := NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var packets []Packet
	for {
		packet, err := reader.Next()
		if err == io.EOF {
			return packets, nil
		}
		if err != nil {
			return packets, err
		}
		packet.Data = bytes.Clone(packet.Data)
		if !packet.At.IsZero() {
			packet.At = packet.At.UTC()
		}
		packets = append(packets, packet)
	}
}

func noon(seconds, nanoseconds int) time.Time {
	return time.Date(2026, 11, 23, 12, 0, seconds, nanoseconds, time.UTC)
}

func TestPcapInTheByteOrderOfItsWriter(t *testing.T) {
	packets, err := readAll(file(t, pcapLittleMicro))
	require.NoError(t, err)
	assert.Equal(t, []Packet{
		{Number: 1, At: noon(0, 123456000), Link: Raw, Data: []byte{0x45, 0, 0}, Length: 9},
		{Number: 2, At: noon(1, 0), Link: Raw, Data: []byte{0x60}, Length: 1},
	}, packets)

	packets, err = readAll(file(t, pcapBigNano))
	require.NoError(t, err)
	assert.Equal(t, []Packet{
		{Number: 1, At: noon(0, 123456789), Link: Ethernet, Data: []byte{0xff, 0xff}, Length: 2},
	}, packets)
}

func TestPcapng(t *testing.T) {
	data := file(t, pcapngBothOrders)
	packets, err := readAll(data)
	require.NoError(t, err)
	assert.Equal(t, []Packet{
		{Number: 1, At: noon(0, 123456789), Link: Raw, Data: []byte{0x45, 0, 0}, Length: 9, Comment: "first\nsecond"},
		{Number: 2, Link: Raw, Data: []byte{0x60, 0}, Length: 9},
		{Number: 3, At: noon(0, 123456000), Link: SLL2, Data: []byte{0xff}, Length: 1},
		{Number: 4, At: noon(0, 123456000), Link: SLL2, Data: []byte{0x0a}, Length: 1},
	}, packets)

	reader, err := NewReader(bytes.NewReader(data))
	require.NoError(t, err)
	assert.Equal(t, "app", reader.Application)
	assert.Equal(t, "hi", reader.Comment)
}

func TestTimeResolution(t *testing.T) {
	for _, test := range []struct {
		tsresol uint8
		ticks   uint64
		want    time.Duration // since 1970
	}{
		{0, 3, 3 * time.Second},
		{3, 1234, 1234 * time.Millisecond},
		{6, 1234567, 1234567 * time.Microsecond},
		{9, 1234567890, 1234567890},
		{12, 1234567890123, 1234567890},
		{0x80, 3, 3 * time.Second},
		{0x80 | 10, 1024 + 512, 1500 * time.Millisecond},
		{0x80 | 63, 1 << 62, 500 * time.Millisecond},
	} {
		d := description{ticksPerSecond: resolution(test.tsresol), offset: 7}
		assert.Equal(t, 7*time.Second+test.want, d.time(test.ticks).Sub(time.Unix(0, 0)), "if_tsresol %#x", test.tsresol)
	}
	assert.Zero(t, resolution(20))
	assert.Zero(t, resolution(0x80|64))
}

func TestIP(t *testing.T) {
	for _, test := range []struct {
		why  string
		link LinkType
		data string
	}{
		{"the packet itself", Raw, "45 00"},
		{"the packet itself, by the system's own number", 12, "45 00"},
		{"bare IPv4", IPv4, "45 00"},
		{"bare IPv6", IPv6, "45 00"},
		{"family 2 of a little-endian macOS", Null, "02000000 45 00"},
		{"Ethernet", Ethernet, "ffffffffffff 000000000001 0800 45 00"},
		{"a VLAN in a VLAN", Ethernet, "ffffffffffff 000000000001 88a8 0002 8100 0003 0800 45 00"},
		{"Linux cooked", SLL, "0000 0304 0006 0000000000000000 0800 45 00"},
		{"Linux cooked, version 2", SLL2, "0800 0000 00000001 0304 00 06 0000000000000000 45 00"},
	} {
		packet, err := Packet{Link: test.link, Data: file(t, test.data)}.IP()
		require.NoError(t, err, test.why)
		assert.Equal(t, []byte{0x45, 0}, packet, test.why)
	}
}

func TestNoIP(t *testing.T) {
	for _, test := range []struct {
		link LinkType
		data string
		want string
	}{
		{Ethernet, "ffffffffffff 000000000001 0806 00", "not IP: EtherType 0x0806"},
		{Ethernet, "ffffffffffff 000000000001 08", "header of link type 1: cut short at 13 bytes of 14"},
		{Ethernet, "ffffffffffff 000000000001 8100 0003", "VLAN tag: cut short at 2 bytes of 4"},
		{SLL2, "08", "header of link type 276: cut short at 1 bytes of 20"},
		{105, "08", "a link type that cannot be read: its number is 105"},
	} {
		_, err := Packet{Link: test.link, Data: file(t, test.data)}.IP()
		assert.EqualError(t, err, test.want)
	}
}

func TestWhatIsNoCapture(t *testing.T) {
	pcap, pcapng := file(t, pcapLittleMicro), file(t, pcapngBothOrders)
	changed := func(data []byte, at int, values ...byte) []byte {
		data = append([]byte(nil), data...)
		copy(data[at:], values)
		return data
	}
	for _, test := range []struct {
		data []byte
		read int // packets before the error
		want string
	}{
		{nil, 0, "the file is empty"},
		{[]byte("ab"), 0, "not a capture: 2 bytes long"},
		{[]byte("\x7fELF\x02"), 0, "not a capture: it begins with 7f 45 4c 46, which is neither pcap nor pcapng"},
		{[]byte("\x1f\x8b\x08\x00"), 0, "the file is compressed: gunzip it first"},
		{pcap[:10], 0, "header at byte 0: the file ends after 10 of 24 bytes"},
		{changed(pcap, 4, 9), 0, "pcap version 9.4, want 2.4"},
		{pcap[:30], 0, "packet 1 at byte 24: the file ends after 6 of 16 bytes"},
		{pcap[:41], 0, "packet 1 at byte 40: the file ends after 1 of 3 bytes"},
		{pcap[:59], 1, "packet 2 at byte 59: the file ends after 0 of 1 bytes"},
		{changed(pcap, 34, 0xff), 0, "packet 1 at byte 24: a length of 16711683 bytes, the most is 262144"},
		{pcapng[:7], 0, "block at byte 0: the file ends after 7 of 8 bytes"},
		{pcapng[:11], 0, "section header at byte 0: byte-order magic 1a2b3c"},
		{changed(pcapng, 8, 0), 0, "section header at byte 0: byte-order magic 002b3c4d"},
		{pcapng[:20], 0, "section header at byte 8: the file ends after 12 of 40 bytes"},
		{changed(pcapng, 13, 2), 0, "section header at byte 0: pcapng version 2, want 1"},
		{changed(pcapng, 47, 0), 0, "section header at byte 0: a length of 48 bytes at its beginning and of 0 at its end"},
		{changed(pcapng, 55, 11), 0, "interface description at byte 48: a length of 11 bytes"},
		{changed(pcapng, 55, 8), 0, "interface description at byte 48: a length of 8 bytes"},
		{changed(pcapng, 54, 0xff), 0, "interface description at byte 56: the file ends after 244 of 65304 bytes"},
		{changed(pcapng, 68, 20), 0, "interface description at byte 48: if_tsresol 0x14 is finer than can be counted"},
		{changed(pcapng, 51, 9), 0, "packet block at byte 96: interface 0 was not described"},
		{changed(pcapng, 119, 99), 0, "packet block at byte 96: a packet of 99 bytes in a block with room for 32"},
	} {
		packets, err := readAll(test.data)
		assert.EqualError(t, err, test.want)
		assert.Len(t, packets, test.read, test.want)
	}
}

func TestWriter(t *testing.T) {
	var out bytes.Buffer
	w, err := NewWriter(&out, "app", "hi")
	require.NoError(t, err)
	require.NoError(t, w.Packet(noon(0, 123456789), []byte{0x45, 0, 0}, 9, "first"))
	assert.Equal(t, file(t, `
		0a0d0d0a 30000000 4d3c2b1a 0100 0000 ffffffffffffffff
			0400 0300 617070 00  0100 0200 6869 0000  0000 0000
		30000000
		01000000 20000000 6500 0000 00000000  0900 0100 09 000000  0000 0000
		20000000
		06000000 34000000 00000000 cdaaea18 154d9748 03000000 09000000 450000 00
			0100 0500 6669727374 000000  0000 0000
		34000000`), out.Bytes())

	packets, err := readAll(out.Bytes())
	require.NoError(t, err)
	assert.Equal(t, []Packet{
		{Number: 1, At: noon(0, 123456789), Link: Raw, Data: []byte{0x45, 0, 0}, Length: 9, Comment: "first"},
	}, packets)

	assert.EqualError(t, w.Packet(noon(0, 0), nil, 0, strings.Repeat("x", 65536)), "a comment of 65536 bytes, the most is 65535")
}

func FuzzReader(f *testing.F) {
	f.Add(file(f, pcapLittleMicro))
	f.Add(file(f, pcapBigNano))
	f.Add(file(f, pcapngBothOrders))
	f.Fuzz(func(t *testing.T, data []byte) {
		packets, err := readAll(data)
		if err != nil {
			assert.NotEmpty(t, err.Error())
		}
		for _, packet := range packets {
			inside, err := packet.IP()
			if err == nil {
				assert.LessOrEqual(t, len(inside), len(packet.Data))
			}
		}
	})
}
