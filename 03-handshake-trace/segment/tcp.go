package segment

import (
	"fmt"
	"strings"
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
//	| Data  |       |C|E|U|A|P|R|S|F|                               |
//	|Offset | Rsrvd |W|C|R|C|S|S|Y|I|            Window             |
//	|       |       |R|E|G|K|H|T|N|N|                               |
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
	Reserved             uint8 // 4 bits
	Flags                Flags // the RFC's control bits
	Window               uint16
	Checksum             uint16
	UrgentPointer        uint16
	Options              Options
}

const minTCPHeader = 20

// DecodeTCP takes apart the header at the beginning of data. It fails if the
// header is cut short, or its Data Offset or an option's length cannot be
// right.
func DecodeTCP(data []byte) (TCP, error) {
	if len(data) < minTCPHeader {
		return TCP{}, fmt.Errorf("TCP header: cut short at %d bytes, the shortest has %d", len(data), minTCPHeader)
	}
	header := TCP{
		SourcePort:           byteOrder.Uint16(data[0:]),
		DestinationPort:      byteOrder.Uint16(data[2:]),
		SequenceNumber:       byteOrder.Uint32(data[4:]),
		AcknowledgmentNumber: byteOrder.Uint32(data[8:]),
		DataOffset:           data[12] >> 4,
		Reserved:             data[12] & 0x0f,
		Flags:                Flags(data[13]),
		Window:               byteOrder.Uint16(data[14:]),
		Checksum:             byteOrder.Uint16(data[16:]),
		UrgentPointer:        byteOrder.Uint16(data[18:]),
	}
	size := header.HeaderLength()
	switch {
	case size < minTCPHeader:
		return TCP{}, fmt.Errorf("TCP header: Data Offset %d, the smallest is 5", header.DataOffset)
	case size > len(data):
		return TCP{}, fmt.Errorf("TCP header: cut short at %d bytes of %d", len(data), size)
	}
	var err error
	header.Options, err = decodeOptions(data[minTCPHeader:size])
	return header, err
}

// HeaderLength returns the length of the header in bytes, options included.
func (h TCP) HeaderLength() int { return int(h.DataOffset) * 4 }

// Flags are the control bits of the TCP header.
type Flags uint8

// The control bits, RFC 9293 section 3.1, from the last to the first.
const (
	FIN Flags = 1 << iota // no more data from the sender
	SYN                   // synchronize sequence numbers
	RST                   // reset the connection
	PSH                   // hand the data on to the program without waiting
	ACK                   // the Acknowledgment Number counts
	URG                   // the Urgent Pointer counts
	ECE                   // RFC 3168: the network was congested
	CWR                   // RFC 3168: and the sender has slowed down
)

var flagNames = [8]string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"}

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
