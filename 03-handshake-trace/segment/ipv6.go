package segment

import (
	"net/netip"

	"example.com/socket-tutorial/harness/lang"
)

// IPv6 is the header of RFC 8200, section 3:
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-------+---------------+---------------------------------------+
//	|Version| Traffic Class |              Flow Label               |
//	+-------+---------------+-------+---------------+---------------+
//	|        Payload Length         |  Next Header  |   Hop Limit   |
//	+-------------------------------+---------------+---------------+
//	|                   Source Address, 4 words                     |
//	+---------------------------------------------------------------+
//	|                 Destination Address, 4 words                  |
//	+---------------------------------------------------------------+
type IPv6 struct {
	Version            uint8
	TrafficClass       uint8
	FlowLabel          uint32 // 20 bits
	PayloadLength      uint16 // bytes after this header, extension headers included
	NextHeader         uint8
	HopLimit           uint8
	SourceAddress      netip.Addr
	DestinationAddress netip.Addr
}

const ipv6Header = 40

// DecodeIPv6 takes apart the header at the beginning of packet; extension
// headers follow it. It fails if the header is cut short.
func DecodeIPv6(packet []byte) (IPv6, error) {
	if len(packet) < ipv6Header {
		return IPv6{}, lang.Errorf("IPv6 header: cut short at %d bytes of %d", len(packet), ipv6Header)
	}
	word := byteOrder.Uint32(packet)
	return IPv6{
		Version:            uint8(word >> 28),
		TrafficClass:       uint8(word >> 20),
		FlowLabel:          word & 0xfffff,
		PayloadLength:      byteOrder.Uint16(packet[4:]),
		NextHeader:         packet[6],
		HopLimit:           packet[7],
		SourceAddress:      netip.AddrFrom16([16]byte(packet[8:24])),
		DestinationAddress: netip.AddrFrom16([16]byte(packet[24:40])),
	}, nil
}

func fromIPv6(packet []byte, total int) (datagram, error) {
	header, err := DecodeIPv6(packet)
	if err != nil {
		return datagram{}, err
	}
	length := int(header.PayloadLength)
	if length == 0 {
		// As in IPv4: a segment too large for the field, on its way to the
		// card that will cut it up.
		length = total - ipv6Header
	}
	d := datagram{
		source:      header.SourceAddress,
		destination: header.DestinationAddress,
		protocol:    header.NextHeader,
		length:      length,
		data:        cut(packet[ipv6Header:], length),
	}
	return d, d.skipExtensionHeaders()
}

// IPv6's extension headers, RFC 8200 section 4, by their Next Header number.
// Others lead nowhere: behind ESP (50) everything is encrypted.
const (
	hopByHopOptions    = 0
	routing            = 43
	fragment           = 44
	authentication     = 51
	destinationOptions = 60
)

// minExtension is the length of the shortest extension header, in bytes.
const minExtension = 8

// skipExtensionHeaders moves d to the first header that is no extension.
//
// A shortcut is taken: while a Routing header has addresses left to visit, the
// last of them is the one that TCP's checksum covers (RFC 8200, section 8.1),
// and here such a segment counts as damaged.
func (d *datagram) skipExtensionHeaders() error {
	for isExtension(d.protocol) {
		if len(d.data) < minExtension {
			return lang.Errorf("IPv6 extension header %d: cut short at %d bytes of at least %d", d.protocol, len(d.data), minExtension)
		}
		if d.protocol == fragment && isPart(d.data) {
			return lang.Errorf("%v: identification %d", ErrFragment, byteOrder.Uint32(d.data[4:]))
		}
		size := extensionLength(d.protocol, d.data[1])
		if size > len(d.data) {
			return lang.Errorf("IPv6 extension header %d: cut short at %d bytes of %d", d.protocol, len(d.data), size)
		}
		d.protocol = d.data[0] // each begins with the number of the next
		d.data = d.data[size:]
		d.length -= size
	}
	return nil
}

func isExtension(nextHeader uint8) bool {
	switch nextHeader {
	case hopByHopOptions, routing, fragment, authentication, destinationOptions:
		return true
	}
	return false
}

// isPart reports whether a Fragment header is that of a part. One with offset
// 0 and no more to come is legal, and around a whole packet (RFC 6946).
func isPart(header []byte) bool {
	const reserved = 0b110
	return byteOrder.Uint16(header[2:])&^reserved != 0
}

// extensionLength returns the length of an extension header in bytes. Its
// second byte, Hdr Ext Len, counts units that differ.
func extensionLength(nextHeader, hdrExtLen uint8) int {
	switch nextHeader {
	case fragment:
		return 8 // it has no such field
	case authentication:
		return (int(hdrExtLen) + 2) * 4 // RFC 4302, section 2.2
	}
	return (int(hdrExtLen) + 1) * 8
}
