package segment

import (
	"fmt"
	"net/netip"
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
		return IPv6{}, fmt.Errorf("IPv6 header: cut short at %d bytes of %d", len(packet), ipv6Header)
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

func fromIPv6(packet []byte) (datagram, error) {
	header, err := DecodeIPv6(packet)
	if err != nil {
		return datagram{}, err
	}
	length := int(header.PayloadLength)
	if length == 0 {
		// As in IPv4: a segment too large for the field, on its way to the
		// card that will cut it up.
		length = len(packet) - ipv6Header
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
