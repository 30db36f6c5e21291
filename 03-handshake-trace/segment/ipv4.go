package segment

import (
	"net/netip"

	"example.com/socket-tutorial/harness/lang"
)

// IPv4 is the header of RFC 791, section 3.1:
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-------+-------+---------------+-------------------------------+
//	|Version|  IHL  |Type of Service|         Total Length          |
//	+-------+-------+---------------+-----+-------------------------+
//	|        Identification         |Flags|     Fragment Offset     |
//	+---------------+---------------+-----+-------------------------+
//	| Time to Live  |   Protocol    |        Header Checksum        |
//	+---------------+---------------+-------------------------------+
//	|                        Source Address                         |
//	+---------------------------------------------------------------+
//	|                      Destination Address                      |
//	+---------------------------------------------------------------+
//	|                    Options, IHL − 5 words                     |
//	+---------------------------------------------------------------+
type IPv4 struct {
	Version            uint8
	IHL                uint8 // Internet Header Length, in words of 4 bytes
	TypeOfService      uint8
	TotalLength        uint16 // bytes, this header included
	Identification     uint16
	Flags              uint8  // 3 bits: reserved, DF, MF
	FragmentOffset     uint16 // in units of 8 bytes
	TimeToLive         uint8
	Protocol           uint8
	HeaderChecksum     uint16
	SourceAddress      netip.Addr
	DestinationAddress netip.Addr
	Options            []byte
}

// The bits of IPv4's Flags field.
const (
	DontFragment  = 0b010
	MoreFragments = 0b001
)

const minIPv4Header = 20

// DecodeIPv4 takes apart the header at the beginning of packet. It fails if
// the header is cut short or its IHL or Total Length cannot be right.
func DecodeIPv4(packet []byte) (IPv4, error) {
	if len(packet) < minIPv4Header {
		return IPv4{}, lang.Errorf("IPv4 header: cut short at %d bytes, the shortest has %d", len(packet), minIPv4Header)
	}
	flags := byteOrder.Uint16(packet[6:])
	header := IPv4{
		Version:            packet[0] >> 4,
		IHL:                packet[0] & 0x0f,
		TypeOfService:      packet[1],
		TotalLength:        byteOrder.Uint16(packet[2:]),
		Identification:     byteOrder.Uint16(packet[4:]),
		Flags:              uint8(flags >> 13),
		FragmentOffset:     flags & 0x1fff,
		TimeToLive:         packet[8],
		Protocol:           packet[9],
		HeaderChecksum:     byteOrder.Uint16(packet[10:]),
		SourceAddress:      netip.AddrFrom4([4]byte(packet[12:16])),
		DestinationAddress: netip.AddrFrom4([4]byte(packet[16:20])),
	}
	size := header.HeaderLength()
	switch {
	case size < minIPv4Header:
		return IPv4{}, lang.Errorf("IPv4 header: IHL %d, the smallest is 5", header.IHL)
	case size > len(packet):
		return IPv4{}, lang.Errorf("IPv4 header: cut short at %d bytes of %d", len(packet), size)
	case header.TotalLength != 0 && int(header.TotalLength) < size:
		return IPv4{}, lang.Errorf("IPv4 header: Total Length %d is less than the header's own %d", header.TotalLength, size)
	}
	header.Options = packet[minIPv4Header:size]
	return header, nil
}

// HeaderLength returns the length of the header in bytes.
func (h IPv4) HeaderLength() int { return int(h.IHL) * 4 }

func fromIPv4(packet []byte, length int) (datagram, error) {
	header, err := DecodeIPv4(packet)
	if err != nil {
		return datagram{}, err
	}
	if header.FragmentOffset != 0 || header.Flags&MoreFragments != 0 {
		return datagram{}, lang.Errorf("%v: identification %d", ErrFragment, header.Identification)
	}
	total := int(header.TotalLength)
	if total == 0 {
		// The network card was to cut a large segment up and to fill this in
		// (TCP segmentation offload): the capture saw it before.
		total = length
	}
	size := header.HeaderLength()
	return datagram{
		source:      header.SourceAddress,
		destination: header.DestinationAddress,
		protocol:    header.Protocol,
		length:      total - size,
		data:        cut(packet[size:], total-size),
	}, nil
}
