// Package segment takes IP packets that carry TCP apart, by hand: every field
// of the headers under the name its RFC gives it, at the offset the RFC's own
// picture shows. It reads bytes and nothing else.
//
//	IPv4 (RFC 791)  ┐
//	                ├─ TCP header (RFC 9293) ─ options ─ payload
//	IPv6 (RFC 8200) ┘
package segment

import (
	"encoding/binary"
	"net/netip"

	"example.com/socket-tutorial/harness/lang"
)

// ErrNotTCP says that a packet is sound and carries something else. The
// error that wraps it names the protocol.
var ErrNotTCP = lang.Errorf("not TCP")

// ErrFragment says that a packet is one part of a larger one. Fragments are
// not put together here: TCP avoids them (RFC 9293, section 3.7.5).
var ErrFragment = lang.Errorf("a fragment of an IP packet")

// protocolTCP is TCP's number in IPv4's Protocol and IPv6's Next Header.
const protocolTCP = 6

// byteOrder is the network's: the most significant byte first.
var byteOrder = binary.BigEndian

// Segment is one TCP segment and what the IP header says about it.
type Segment struct {
	Source, Destination netip.AddrPort
	TCP

	// Payload is the data that is there. A capture may have cut it short, so
	// its Length in bytes, worked out from the IP header, is kept beside it.
	Payload []byte
	Length  int

	Verdict Verdict // what verifying TCP.Checksum showed
}

// Decode takes an IP packet, from its first byte, apart into a segment whose
// Payload and option values share the packet's memory. Bytes after the end of
// the packet, as Ethernet pads with, are ignored. The error wraps ErrNotTCP or
// ErrFragment where the packet is sound and another thing; any other error says
// which field cannot be right. Options that cannot be right do not hide the
// segment: TCP.Malformed says what is wrong with them.
func Decode(packet []byte) (Segment, error) { return DecodeCut(packet, 0) }

// DecodeCut is Decode for a packet that had so many bytes more at its end,
// which a capture has left out.
func DecodeCut(packet []byte, missing int) (Segment, error) {
	ip, err := decodeIP(packet, len(packet)+missing)
	if err != nil {
		return Segment{}, err
	}
	if ip.protocol != protocolTCP {
		return Segment{}, lang.Errorf("%v: IP protocol %d", ErrNotTCP, ip.protocol)
	}
	header, err := decodeTCP(ip.data, ip.length)
	if err != nil {
		return Segment{}, err
	}
	size := header.HeaderLength()
	return Segment{
		Source:      netip.AddrPortFrom(ip.source, header.SourcePort),
		Destination: netip.AddrPortFrom(ip.destination, header.DestinationPort),
		TCP:         header,
		Payload:     ip.data[min(size, len(ip.data)):],
		Length:      ip.length - size,
		Verdict:     verify(ip, header.Checksum),
	}, nil
}

// datagram is what TCP needs to know of the IP packet around it.
type datagram struct {
	source, destination netip.Addr
	protocol            uint8
	length              int    // bytes after the IP headers, says the header
	data                []byte // those bytes, fewer where the capture was cut short
}

// decodeIP takes the IP headers of a packet apart that was so many bytes long.
func decodeIP(packet []byte, length int) (datagram, error) {
	if len(packet) == 0 {
		return datagram{}, lang.Errorf("IP packet: empty")
	}
	switch version := packet[0] >> 4; version {
	case 4:
		return fromIPv4(packet, length)
	case 6:
		return fromIPv6(packet, length)
	default:
		return datagram{}, lang.Errorf("IP packet: version %d, want 4 or 6", version)
	}
}

// cut returns the first length bytes of data, or as many as there are.
func cut(data []byte, length int) []byte {
	return data[:min(length, len(data))]
}
