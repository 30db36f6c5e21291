package segment

import (
	"strings"

	"example.com/socket-tutorial/harness/lang"
)

// TCP is the header of RFC 9293, section 3.1:
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-------------------------------+-------------------------------+
//	|          Source Port          |       Destination Port        |
//	+-------------------------------+-------------------------------+
//	|                        Sequence Number                        |
//	+---------------------------------------------------------------+
//	|                    Acknowledgment Number                      |
//	+-------+-------+---------------+-------------------------------+
//	| Data  |     |A|C|E|U|A|P|R|S|F|                               |
//	|Offset |Rsrvd|E|W|C|R|C|S|S|Y|I|            Window             |
//	|       |     | |R|E|G|K|H|T|N|N|                               |
//	+-------+-------+---------------+-------------------------------+
//	|           Checksum            |        Urgent Pointer         |
//	+-------------------------------+-------------------------------+
//	|                 Options, Data Offset − 5 words                |
//	+---------------------------------------------------------------+
type TCP struct {
	SourcePort           uint16
	DestinationPort      uint16
	SequenceNumber       uint32
	AcknowledgmentNumber uint32
	DataOffset           uint8 // where the data begins, in words of 4 bytes
	Reserved             uint8 // 3 bits; RFC 9293 has 4, RFC 9768 gave one a meaning
	Flags                Flags // the control bits
	Window               uint16
	Checksum             uint16
	UrgentPointer        uint16
	Options              Options // as far as they can be taken apart
	Malformed            error   // what is wrong with those that cannot, or nil
}

const minTCPHeader = 20

// DecodeTCP takes apart the header at the beginning of data. It fails if the
// header is cut short or its Data Offset cannot be right.
func DecodeTCP(data []byte) (TCP, error) { return decodeTCP(data, len(data)) }

// decodeTCP is DecodeTCP for a segment that was length bytes long, of which a
// capture may have kept less: options that it has cut off are no reason to fail.
func decodeTCP(data []byte, length int) (TCP, error) {
	if len(data) < minTCPHeader {
		return TCP{}, lang.Errorf("TCP header: cut short at %d bytes, the shortest has %d", len(data), minTCPHeader)
	}
	header := TCP{
		SourcePort:           byteOrder.Uint16(data[0:]),
		DestinationPort:      byteOrder.Uint16(data[2:]),
		SequenceNumber:       byteOrder.Uint32(data[4:]),
		AcknowledgmentNumber: byteOrder.Uint32(data[8:]),
		DataOffset:           data[12] >> 4,
		Reserved:             data[12] & 0x0f >> 1,
		Flags:                Flags(byteOrder.Uint16(data[12:]) & 0x01ff),
		Window:               byteOrder.Uint16(data[14:]),
		Checksum:             byteOrder.Uint16(data[16:]),
		UrgentPointer:        byteOrder.Uint16(data[18:]),
	}
	size := header.HeaderLength()
	switch {
	case size < minTCPHeader:
		return TCP{}, lang.Errorf("TCP header: Data Offset %d, the smallest is 5", header.DataOffset)
	case size > length:
		return TCP{}, lang.Errorf("TCP header: %d bytes, but the IP packet has room for %d", size, length)
	}
	header.Options, header.Malformed = decodeOptions(data[minTCPHeader:min(size, len(data))])
	if missing := size - len(data); missing > 0 {
		header.Malformed = lang.Errorf("TCP options: the capture has left out %d of %d bytes", missing, size-minTCPHeader)
	}
	return header, nil
}

// HeaderLength returns the length of the header in bytes, options included.
func (h TCP) HeaderLength() int { return int(h.DataOffset) * 4 }

// Flags are the control bits of the TCP header.
type Flags uint16

// The control bits, RFC 9293 section 3.1, from the last to the first.
const (
	FIN Flags = 1 << iota // no more data from the sender
	SYN                   // synchronize sequence numbers
	RST                   // reset the connection
	PSH                   // hand the data on to the program without waiting
	ACK                   // the Acknowledgment Number counts
	URG                   // the Urgent Pointer counts
	ECE                   // RFC 3168: the network was congested; in a SYN, with CWR, an offer to say so
	CWR                   // RFC 3168: and the sender has slowed down
	AE                    // RFC 9768: a more accurate account of that
)

var flagNames = [9]string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"}

// Has reports whether all bits of wanted are set.
func (f Flags) Has(wanted Flags) bool { return f&wanted == wanted }

// String returns the names of the bits that are set, as in "SYN,ACK", or
// "none".
func (f Flags) String() string {
	var names []string
	for i, name := range flagNames {
		if f.Has(1 << i) {
			names = append(names, name)
		}
	}
	if names == nil {
		return "none"
	}
	return strings.Join(names, ",")
}
