package capture

import (
	"encoding/binary"

	"example.com/socket-tutorial/harness/lang"
)

// LinkType says what a packet of a capture begins with, by its number in
// https://www.tcpdump.org/linktypes.html.
type LinkType uint16

// The link types that can be read.
const (
	Null     LinkType = 0   // lo of macOS and the BSDs
	Ethernet LinkType = 1   // most cards, and lo of Linux
	rawHere  LinkType = 12  // the number that Raw has on most systems, in files that were not to leave them
	rawBSD   LinkType = 14  // and on OpenBSD
	Raw      LinkType = 101 // the IP packet itself: TUN devices, and what is written here
	Loop     LinkType = 108 // Null of OpenBSD
	SLL      LinkType = 113 // Linux cooked: `tcpdump -i any`
	IPv4     LinkType = 228 // the IP packet itself, of this version
	IPv6     LinkType = 229
	SLL2     LinkType = 276 // the same as SLL since libpcap 1.10
)

// ErrNotIP says that a packet is sound and carries something else.
var ErrNotIP = lang.Errorf("not IP")

// ErrLinkType says that nothing is known of what a packet begins with.
var ErrLinkType = lang.Errorf("a link type that cannot be read")

// EtherTypes, as Ethernet and both cooked headers have them.
const (
	etherIPv4       = 0x0800
	etherIPv6       = 0x86dd
	etherVLAN       = 0x8100 // IEEE 802.1Q: 4 bytes more
	etherServiceTag = 0x88a8 // IEEE 802.1ad: a VLAN around a VLAN
)

// IP returns the IP packet inside, without the header of the link. The error
// wraps ErrNotIP if something else is inside, and ErrLinkType if nobody can
// tell; any other says that the header is cut short.
func (p Packet) IP() ([]byte, error) {
	var size, etherTypeAt int
	switch p.Link {
	case Raw, rawHere, rawBSD, IPv4, IPv6:
		return p.Data, nil
	case Null, Loop:
		// An address family in the byte order of the capturing machine, and
		// each system has a number of its own for IPv6: the version in the IP
		// packet says it better.
		size = 4
	case Ethernet:
		size, etherTypeAt = 14, 12
	case SLL:
		size, etherTypeAt = 16, 14
	case SLL2:
		size, etherTypeAt = 20, 0
	default:
		return nil, lang.Errorf("%v: its number is %d", ErrLinkType, p.Link)
	}
	if len(p.Data) < size {
		return nil, lang.Errorf("header of link type %d: cut short at %d bytes of %d", p.Link, len(p.Data), size)
	}
	inside := p.Data[size:]
	if p.Link == Null || p.Link == Loop {
		return inside, nil
	}
	return etherPayload(binary.BigEndian.Uint16(p.Data[etherTypeAt:]), inside)
}

// etherPayload steps over VLAN tags: Tag Control Information 2, EtherType 2.
func etherPayload(etherType uint16, data []byte) ([]byte, error) {
	for etherType == etherVLAN || etherType == etherServiceTag {
		if len(data) < 4 {
			return nil, lang.Errorf("VLAN tag: cut short at %d bytes of 4", len(data))
		}
		etherType, data = binary.BigEndian.Uint16(data[2:]), data[4:]
	}
	if etherType != etherIPv4 && etherType != etherIPv6 {
		return nil, lang.Errorf("%v: EtherType %#04x", ErrNotIP, etherType)
	}
	return data, nil
}
