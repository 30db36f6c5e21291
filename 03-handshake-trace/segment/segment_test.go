package segment

import (
	"encoding/hex"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Segments of an echo between two kernels, recorded on Linux.
const (
	syn = `
		45 00 00 3c ff 73 40 00 40 06 27 46 0a 00 00 01  0a 00 00 02
		dc d4 13 88 02 70 85 f0 00 00 00 00 a0 02 fa f0  46 c0 00 00
		02 04 05 b4 04 02 08 0a 00 54 79 38 00 00 00 00  01 03 03 0a`
	synAck = `
		45 00 00 3c 00 00 40 00 40 06 26 ba 0a 00 00 02  0a 00 00 01
		13 88 dc d4 8b 02 ce 9d 02 70 85 f1 a0 12 fe 88  2b 31 00 00
		02 04 05 b4 04 02 08 0a 6f a0 4e a5 00 54 79 38  01 03 03 0a`
	hello = `
		45 00 00 39 ff 75 40 00 40 06 27 47 0a 00 00 01  0a 00 00 02
		dc d4 13 88 02 70 85 f1 8b 02 ce 9e 80 18 00 3f  34 56 00 00
		01 01 08 0a 00 54 79 4d 6f a0 4e a5
		48 65 6c 6c 6f`
	syn6 = `
		60 06 ca 16 00 28 06 40
		fd 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01
		fd 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02
		9e ec 13 88 5e 15 15 0c 00 00 00 00 a0 02 fd 20  9d 3e 00 00
		02 04 05 a0 04 02 08 0a 85 92 08 85 00 00 00 00  01 03 03 0a`
)

// wire reads bytes written as above.
func wire(t testing.TB, text string) []byte {
	t.Helper()
	data, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	require.NoError(t, err)
	return data
}

// with returns the packet with some bytes overwritten from an offset on.
func with(packet []byte, offset int, values ...byte) []byte {
	changed := append([]byte(nil), packet...)
	copy(changed[offset:], values)
	return changed
}

func TestSYN(t *testing.T) {
	s, err := Decode(wire(t, syn))
	require.NoError(t, err)
	assert.Equal(t, Segment{
		Source:      netip.MustParseAddrPort("10.0.0.1:56532"),
		Destination: netip.MustParseAddrPort("10.0.0.2:5000"),
		TCP: TCP{
			SourcePort:      56532,
			DestinationPort: 5000,
			SequenceNumber:  0x027085f0,
			DataOffset:      10,
			Flags:           SYN,
			Window:          64240,
			Checksum:        0x46c0,
			Options: Options{
				{MaximumSegmentSize, 4, []byte{0x05, 0xb4}},
				{SACKPermitted, 2, []byte{}},
				{Timestamps, 10, []byte{0, 0x54, 0x79, 0x38, 0, 0, 0, 0}},
				{NoOperation, 1, nil},
				{WindowScale, 3, []byte{10}},
			},
		},
		Payload: []byte{},
		Verdict: Good,
	}, s)
	assert.Equal(t, "mss 1460, sackOK, ts 5536056 0, wscale 10", s.Options.String())
}

func TestSYNOverIPv6(t *testing.T) {
	s, err := Decode(wire(t, syn6))
	require.NoError(t, err)
	assert.Equal(t, "[fd00::1]:40684", s.Source.String())
	assert.Equal(t, "[fd00::2]:5000", s.Destination.String())
	assert.Equal(t, uint32(0x5e15150c), s.SequenceNumber)
	assert.Equal(t, "mss 1440, sackOK, ts 2240940165 0, wscale 10", s.Options.String())
	assert.Equal(t, Good, s.Verdict)
}

func TestData(t *testing.T) {
	s, err := Decode(wire(t, hello))
	require.NoError(t, err)
	assert.Equal(t, "Hello", string(s.Payload))
	assert.Equal(t, 5, s.Length)
	assert.Equal(t, "PSH,ACK", s.Flags.String())
	assert.Equal(t, uint32(0x8b02ce9e), s.AcknowledgmentNumber)
	assert.Equal(t, "ts 5536077 1872776869", s.Options.String())
}

func TestIPv4Header(t *testing.T) {
	packet := wire(t, syn)
	header, err := DecodeIPv4(packet)
	require.NoError(t, err)
	assert.Equal(t, IPv4{
		Version: 4, IHL: 5, TotalLength: 60, Identification: 0xff73, Flags: DontFragment,
		TimeToLive: 64, Protocol: 6, HeaderChecksum: 0x2746, Options: []byte{},
		SourceAddress:      netip.MustParseAddr("10.0.0.1"),
		DestinationAddress: netip.MustParseAddr("10.0.0.2"),
	}, header)
	assert.Zero(t, Checksum(packet[:20]), "the header's own checksum")
}

func TestIPv6Header(t *testing.T) {
	header, err := DecodeIPv6(wire(t, syn6))
	require.NoError(t, err)
	assert.Equal(t, IPv6{
		Version: 6, FlowLabel: 0x6ca16, PayloadLength: 40, NextHeader: 6, HopLimit: 64,
		SourceAddress:      netip.MustParseAddr("fd00::1"),
		DestinationAddress: netip.MustParseAddr("fd00::2"),
	}, header)
}

func TestIPv4OptionsAreSkipped(t *testing.T) {
	packet := wire(t, hello)
	longer := append(append(append([]byte{}, packet[:20]...), 0x94, 4, 0, 0), packet[20:]...) // router alert
	longer = with(longer, 0, 0x46, 0, 0, 61)
	s, err := Decode(longer)
	require.NoError(t, err)
	assert.Equal(t, "Hello", string(s.Payload))
	assert.Equal(t, Good, s.Verdict)
}

func TestIPv6ExtensionHeadersAreSkipped(t *testing.T) {
	packet := wire(t, syn6)
	extensions := wire(t, `
		3c 00 05 02 00 00 01 00
		2b 01 01 04 00 00 00 00 00 00 00 00 00 00 00 00
		2c 00 00 00 00 00 00 00
		33 00 00 00 00 00 00 07
		06 01 00 00 00 00 00 01 00 00 00 01`)
	longer := append(append(append([]byte{}, packet[:40]...), extensions...), packet[40:]...)
	longer = with(longer, 4, 0, byte(40+len(extensions)), hopByHopOptions)
	s, err := Decode(longer)
	require.NoError(t, err)
	assert.Equal(t, "[fd00::2]:5000", s.Destination.String())
	assert.Equal(t, Good, s.Verdict)
}

func TestChecksum(t *testing.T) {
	packet := wire(t, hello)
	for _, test := range []struct {
		why    string
		packet []byte
		want   Verdict
	}{
		{"as it was sent", packet, Good},
		{"one bit of the data flipped", with(packet, 52, 'I'), Bad},
		{"delivered to another host", with(packet, 19, 3), Bad},
		{"the sum of the pseudo-header alone, as Linux leaves it on lo", with(packet, 36, 0x14, 0x2e), Offloaded},
		{"captured without the last byte", packet[:56], Unverified},
		{"padded to the shortest Ethernet frame", append(append([]byte{}, packet...), 0, 0, 0), Good},
		{"length left to the network card", with(packet, 2, 0, 0), Good},
	} {
		s, err := Decode(test.packet)
		require.NoError(t, err, test.why)
		assert.Equal(t, test.want, s.Verdict, test.why)
		assert.Equal(t, 5, s.Length, test.why)
	}
}

func TestOptions(t *testing.T) {
	for _, test := range []struct{ bytes, want string }{
		{"", ""},
		{"02 04 05 b4", "mss 1460"},
		{"01 03 03 0e", "wscale 14"},
		{"01 01 04 02", "sackOK"},
		{"01 01 05 0a 00 00 00 06 00 00 00 0b", "sack 6-11"},
		{"01 01 05 12 00 00 00 06 00 00 00 0b 00 00 00 15 00 00 00 1f", "sack 6-11 21-31"},
		{"01 01 08 0a 00 00 00 02 00 00 00 01", "ts 2 1"},
		{"00 ff ff ff", ""},
		{"22 02 01 01", "tfo cookiereq"},
		{"22 0a 01 02 03 04 05 06 07 08", "tfo cookie 0102030405060708"},
		{"22 03 01", "kind 34 (01)"},
		{"1e 04 00 81", "mptcp MP_CAPABLE"},
		{"1e 04 f0 00", "kind 30 (f0 00)"},
		{"fd 06 f9 89 01 02 00 00", "kind 253 (f9 89 01 02)"},
		{"02 03 05 00", "kind 2 (05)"},
	} {
		options, err := decodeOptions(wire(t, test.bytes))
		require.NoError(t, err, test.bytes)
		assert.Equal(t, test.want, options.String(), test.bytes)
	}
}

func TestOptionValues(t *testing.T) {
	options, err := decodeOptions(wire(t, "02 04 05 b4 04 02 08 0a 00 54 79 38 00 00 00 07 01 03 03 0a"))
	require.NoError(t, err)
	mss, ok := options.MSS()
	assert.Equal(t, uint16(1460), mss)
	assert.True(t, ok)
	shift, ok := options.WindowScale()
	assert.Equal(t, uint8(10), shift)
	assert.True(t, ok)
	value, echo, ok := options.Timestamps()
	assert.Equal(t, []uint32{5536056, 7}, []uint32{value, echo})
	assert.True(t, ok)

	_, ok = Options{}.MSS()
	assert.False(t, ok)
	_, ok = Options{}.WindowScale()
	assert.False(t, ok)
	_, _, ok = Options{}.Timestamps()
	assert.False(t, ok)
}

func TestFlags(t *testing.T) {
	for flags, want := range map[Flags]string{
		0:               "none",
		SYN:             "SYN",
		SYN | ACK:       "SYN,ACK",
		FIN | ACK:       "FIN,ACK",
		RST | ACK:       "RST,ACK",
		SYN | ECE | CWR: "SYN,ECE,CWR",
		0x1ff:           "FIN,SYN,RST,PSH,ACK,URG,ECE,CWR,AE",
	} {
		assert.Equal(t, want, flags.String())
	}
}

func TestWhatCannotBeRight(t *testing.T) {
	packet, packet6 := wire(t, syn), wire(t, syn6)
	hopByHop := with(packet6, 6, hopByHopOptions)
	for _, test := range []struct {
		packet []byte
		want   string
	}{
		{nil, "IP packet: empty"},
		{with(packet, 0, 0x50), "IP packet: version 5, want 4 or 6"},
		{packet[:19], "IPv4 header: cut short at 19 bytes, the shortest has 20"},
		{with(packet, 0, 0x44), "IPv4 header: IHL 4, the smallest is 5"},
		{with(packet, 0, 0x4f)[:59], "IPv4 header: cut short at 59 bytes of 60"},
		{with(packet, 3, 19), "IPv4 header: Total Length 19 is less than the header's own 20"},
		{with(packet, 9, 17), "not TCP: IP protocol 17"},
		{with(packet, 6, 0x20), "a fragment of an IP packet: identification 65395"},
		{with(packet, 7, 1), "a fragment of an IP packet: identification 65395"},
		{packet[:39], "TCP header: cut short at 19 bytes, the shortest has 20"},
		{with(packet, 32, 0x40), "TCP header: Data Offset 4, the smallest is 5"},
		{with(packet, 32, 0xb0), "TCP header: 44 bytes, but the IP packet has room for 40"},
		{packet6[:39], "IPv6 header: cut short at 39 bytes of 40"},
		{hopByHop[:47], "IPv6 extension header 0: cut short at 7 bytes of at least 8"},
		{hopByHop[:48], "IPv6 extension header 0: cut short at 8 bytes of 1896"},
		{with(packet6, 6, 58), "not TCP: IP protocol 58"},
		{with(with(packet6, 6, fragment), 42, 0, 8, 0, 0, 0, 9), "a fragment of an IP packet: identification 9"},
	} {
		_, err := Decode(test.packet)
		assert.EqualError(t, err, test.want)
	}
	_, err := Decode(with(packet, 9, 17))
	assert.ErrorIs(t, err, ErrNotTCP)
	_, err = Decode(with(packet, 7, 1))
	assert.ErrorIs(t, err, ErrFragment)
}

// What is wrong with its options, or was cut off by a snap length of 68, does
// not hide a SYN: only they are missing.
func TestMalformedOptions(t *testing.T) {
	packet := wire(t, syn)
	for _, test := range []struct {
		packet  []byte
		want    string
		options string
	}{
		{packet[:59], "TCP options: the capture has left out 1 of 20 bytes", "mss 1460, sackOK, ts 5536056 0"},
		{packet[:40], "TCP options: the capture has left out 20 of 20 bytes", ""},
		{with(packet, 41, 0), "TCP options: kind 2 at byte 20 of the header: length 0, the smallest is 2", ""},
		{with(packet, 58, 4), "TCP options: kind 3 at byte 37 of the header: length 4, but the header has 3 bytes left", "mss 1460, sackOK, ts 5536056 0"},
		{with(packet, 56, 1, 1, 1, 3), "TCP options: kind 3 at byte 39 of the header: the header ends before its length", "mss 1460, sackOK, ts 5536056 0"},
	} {
		s, err := Decode(test.packet)
		require.NoError(t, err)
		assert.EqualError(t, s.Malformed, test.want)
		assert.Equal(t, test.options, s.Options.String())
		assert.Equal(t, SYN, s.Flags)
		assert.Zero(t, s.Length)
	}
}

// A segment that a network card was to cut up has no length in its IP header:
// the capture knows how long it was, however little of it was kept.
func TestLengthOfACutPacket(t *testing.T) {
	s, err := DecodeCut(with(wire(t, hello), 2, 0, 0), 69995)
	require.NoError(t, err)
	assert.Equal(t, 70000, s.Length)
	assert.Equal(t, Unverified, s.Verdict)
	packet6 := with(wire(t, syn6), 4, 0, 0)
	s, err = DecodeCut(packet6, 1000)
	require.NoError(t, err)
	assert.Equal(t, 1000, s.Length)
	assert.Equal(t, Unverified, s.Verdict)
}

func TestNinthFlag(t *testing.T) {
	s, err := Decode(with(wire(t, syn), 32, 0xa1, 0xc2))
	require.NoError(t, err)
	assert.Equal(t, SYN|ECE|CWR|AE, s.Flags)
	assert.Zero(t, s.Reserved)
}

func FuzzDecode(f *testing.F) {
	for _, packet := range []string{syn, synAck, hello, syn6} {
		f.Add(wire(f, packet))
	}
	f.Fuzz(func(t *testing.T, packet []byte) {
		s, err := Decode(packet)
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		assert.LessOrEqual(t, len(s.Payload), s.Length)
		optionBytes := 0
		for _, option := range s.Options {
			optionBytes += option.Length
			assert.NotEmpty(t, option.String())
		}
		assert.LessOrEqual(t, optionBytes, s.HeaderLength()-minTCPHeader)
		if s.Verdict == Unverified && s.Malformed == nil { // else it may be options that are missing
			assert.Less(t, len(s.Payload), s.Length)
		}
	})
}
