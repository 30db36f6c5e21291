package capture

import (
	"encoding/binary"
	"fmt"
	"time"

	"example.com/socket-tutorial/harness/lang"
)

// maxSnapLength is the most of one packet that libpcap keeps, in bytes. A
// length beyond it is no length.
const maxSnapLength = 262144

// openPcap reads the file header:
//
//	Magic Number 4, Major Version 2, Minor Version 2, Reserved 4, Reserved 4, SnapLen 4, LinkType 4
func (r *Reader) openPcap(order binary.ByteOrder, magic uint32) error {
	header, err := r.in.rest(24, "header")
	if err != nil {
		return err
	}
	if major := order.Uint16(header[4:]); major != 2 {
		return lang.Errorf("pcap version %d.%d, want 2.4", major, order.Uint16(header[6:]))
	}
	tick := time.Microsecond
	if magic == magicNanoseconds {
		tick = time.Nanosecond
	}
	link := LinkType(order.Uint32(header[20:])) // 16 bits; the upper ones are about Ethernet's FCS
	r.next = func() (Packet, error) { return r.nextPcap(order, tick, link) }
	return nil
}

// nextPcap reads one record:
//
//	Timestamp seconds 4, fraction 4, Captured Length 4, Original Length 4, Packet Data
func (r *Reader) nextPcap(order binary.ByteOrder, tick time.Duration, link LinkType) (Packet, error) {
	name := fmt.Sprintf("packet %d", r.number+1)
	header, err := r.in.take(16, name)
	if err != nil {
		return Packet{}, err
	}
	seconds, fraction := order.Uint32(header), order.Uint32(header[4:])
	captured, original := order.Uint32(header[8:]), order.Uint32(header[12:])
	if captured > maxSnapLength {
		return Packet{}, lang.Errorf("%s at byte %d: a length of %d bytes, the most is %d", name, r.in.offset-16, captured, maxSnapLength)
	}
	data, err := r.in.rest(int(captured), name)
	if err != nil {
		return Packet{}, err
	}
	return Packet{
		At:     time.Unix(int64(seconds), int64(fraction)*int64(tick)),
		Link:   link,
		Data:   data,
		Length: originalLength(original, data),
	}, nil
}

// originalLength returns what a file says of a packet's length. No packet is
// shorter than what was captured of it, and none is longer than maxPacket.
func originalLength(said uint32, captured []byte) int {
	return max(len(captured), int(min(said, maxPacket)))
}

// maxPacket is the most that is believed of a packet's length on the link, in
// bytes: offloaded segments are larger than any that a link carries.
const maxPacket = 16 << 20
