package segment

import "net/netip"

// Verdict is what verifying a TCP checksum showed.
type Verdict uint8

const (
	Unverified Verdict = iota // bytes are missing from the capture
	Good                      // it is the sum of what is there
	Bad                       // it is not: damaged on the way
	Offloaded                 // left to the network card, so not filled in yet
)

// String returns the verdict in words.
func (v Verdict) String() string {
	return [...]string{"not verified", "good", "bad", "offloaded"}[v]
}

// Checksum returns the Internet checksum of data: the ones' complement of
// the ones' complement sum of its 16-bit words (RFC 9293, section 3.1). Over
// a header that holds its own right checksum it is 0.
func Checksum(data []byte) uint16 { return ^sum(0, data) }

// TCPChecksum returns the checksum over the pseudo-header and data, a whole
// TCP segment. The pseudo-header has the fields of the IP header that TCP
// would be lost without: a segment that reached the wrong host must not count.
// If the segment's own Checksum field holds the right value, it is 0.
func TCPChecksum(source, destination netip.Addr, data []byte) uint16 {
	return ^sum(pseudoHeader(source, destination, len(data)), data)
}

func verify(ip datagram, checksum uint16) Verdict {
	switch {
	case len(ip.data) < ip.length:
		return Unverified
	case TCPChecksum(ip.source, ip.destination, ip.data) == 0:
		return Good
	case checksum == pseudoHeader(ip.source, ip.destination, ip.length):
		// Linux hands the sum of the pseudo-header to the card, which is to
		// add the rest. On lo nobody does.
		return Offloaded
	}
	return Bad
}

// pseudoHeader returns the sum of the addresses, the protocol and the length
// of the segment in bytes (RFC 9293, figure 2; RFC 8200, section 8.1).
func pseudoHeader(source, destination netip.Addr, length int) uint16 {
	addresses := sum(sum(0, source.AsSlice()), destination.AsSlice())
	return sum(addresses, []byte{
		byte(length >> 24), byte(length >> 16), byte(length >> 8), byte(length),
		0, 0, 0, protocolTCP,
	})
}

// sum adds the 16-bit words of data to start, and each carry at the other
// end. An odd last byte counts as the first of its word.
func sum(start uint16, data []byte) uint16 {
	total := uint32(start)
	for ; len(data) >= 2; data = data[2:] {
		total += uint32(byteOrder.Uint16(data))
		total = total>>16 + total&0xffff
	}
	if len(data) == 1 {
		total += uint32(data[0]) << 8
		total = total>>16 + total&0xffff
	}
	return uint16(total)
}
