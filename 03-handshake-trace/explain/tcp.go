package explain

import (
	"fmt"

	"example.com/socket-tutorial/03-handshake-trace/segment"
)

// tcp explains the header of RFC 9293 without its options.
func (t *table) tcp(s segment.Segment) {
	t.heading("TCP header (RFC 9293): %d bytes", s.HeaderLength())
	t.field(2, "Source Port", fmt.Sprintf("%d", s.SourcePort))
	t.field(2, "Destination Port", fmt.Sprintf("%d", s.DestinationPort))
	t.field(4, "Sequence Number", sequenceNumber(s))
	t.field(4, "Acknowledgment Number", acknowledgmentNumber(s))
	t.bits(0, []byte{0xf0}, "Data Offset", fmt.Sprintf("%d words of 4 bytes = %d bytes", s.DataOffset, s.HeaderLength()))
	t.bits(0, []byte{0x0f}, "Reserved", fmt.Sprint(s.Reserved))
	t.at++
	t.controlBits(s.Flags)
	t.field(2, "Window", window(s))
	t.field(2, "Checksum", checksum(s))
	t.field(2, "Urgent Pointer", urgentPointer(s))
}

func sequenceNumber(s segment.Segment) string {
	if s.Flags.Has(segment.SYN) {
		return fmt.Sprintf("%d: counting starts here", s.SequenceNumber)
	}
	return fmt.Sprintf("%d", s.SequenceNumber)
}

func acknowledgmentNumber(s segment.Segment) string {
	if s.Flags.Has(segment.ACK) {
		return fmt.Sprintf("%d: the byte expected next", s.AcknowledgmentNumber)
	}
	return fmt.Sprintf("%d: says nothing without ACK", s.AcknowledgmentNumber)
}

// meanings are those of the control bits, from the first to the last.
var meanings = []struct {
	flag    segment.Flags
	meaning string
}{
	{segment.CWR, "RFC 3168: the sender slowed down"},
	{segment.ECE, "RFC 3168: the network is congested"},
	{segment.URG, "the Urgent Pointer counts"},
	{segment.ACK, "the Acknowledgment Number counts"},
	{segment.PSH, "hand the data on at once"},
	{segment.RST, "the connection is over, at once"},
	{segment.SYN, "synchronize sequence numbers"},
	{segment.FIN, "the sender has no more data"},
}

// controlBits adds the byte of eight bits, and a line for each that is set.
func (t *table) controlBits(flags segment.Flags) {
	t.bits(0, []byte{0xff}, "Control bits", flags.String())
	for _, m := range meanings {
		if flags.Has(m.flag) {
			line := Line{Bytes: pick(byte(flags), byte(m.flag)), Name: "  " + m.flag.String(), Value: m.meaning}
			t.lines = append(t.lines, line)
		}
	}
	t.at++
}

func window(s segment.Segment) string {
	if s.Flags.Has(segment.SYN) {
		return fmt.Sprintf("%d bytes, in a SYN never scaled", s.Window)
	}
	return fmt.Sprintf("%d, to be scaled as the SYN said", s.Window)
}

func checksum(s segment.Segment) string {
	value := fmt.Sprintf("%#04x", s.Checksum)
	switch s.Verdict {
	case segment.Offloaded:
		return value + ", offloaded: nobody filled it in"
	case segment.Unverified:
		return value + ", not verified: bytes are missing"
	}
	return fmt.Sprintf("%s, %v; addresses included", value, s.Verdict)
}

func urgentPointer(s segment.Segment) string {
	if s.Flags.Has(segment.URG) {
		return fmt.Sprintf("%d", s.UrgentPointer)
	}
	return fmt.Sprintf("%d: says nothing without URG", s.UrgentPointer)
}
