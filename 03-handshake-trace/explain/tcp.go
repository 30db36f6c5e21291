package explain

import (
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// tcp explains the header of RFC 9293 without its options.
func (t *table) tcp(s *timeline.Segment) {
	t.heading("TCP header (RFC 9293): %d bytes", s.HeaderLength())
	t.field(2, "Source Port", "%d", s.SourcePort)
	t.field(2, "Destination Port", "%d", s.DestinationPort)
	t.field(4, "Sequence Number", "%v", sequenceNumber(s))
	t.field(4, "Acknowledgment Number", "%v", acknowledgmentNumber(s))
	t.bits(0, []byte{0xf0}, "Data Offset", "%d words of 4 bytes = %d bytes", s.DataOffset, s.HeaderLength())
	t.bits(0, []byte{0x0e}, "Reserved", "%v", s.Reserved)
	t.controlBits(s.Flags)
	t.field(2, "Window", "%v", window(s))
	t.field(2, "Checksum", "%v", checksum(s))
	t.field(2, "Urgent Pointer", "%v", urgentPointer(s))
}

func sequenceNumber(s *timeline.Segment) lang.Text {
	if s.Flags.Has(segment.SYN) {
		return lang.Say("%d: counting starts here", s.SequenceNumber)
	}
	return lang.Say("%d", s.SequenceNumber)
}

func acknowledgmentNumber(s *timeline.Segment) lang.Text {
	if s.Flags.Has(segment.ACK) {
		return lang.Say("%d: the byte expected next", s.AcknowledgmentNumber)
	}
	return lang.Say("%d: says nothing without ACK", s.AcknowledgmentNumber)
}

// meanings are those of the control bits, from the first to the last.
var meanings = []struct {
	flag    segment.Flags
	meaning lang.Format
}{
	{segment.AE, "RFC 9768: counts congestion, with ECE"},
	{segment.CWR, "RFC 3168: the sender slowed down"},
	{segment.ECE, "RFC 3168: the network is congested"},
	{segment.URG, "the Urgent Pointer counts"},
	{segment.ACK, "the Acknowledgment Number counts"},
	{segment.PSH, "hand the data on at once"},
	{segment.RST, "the connection is over, at once"},
	{segment.SYN, "synchronize sequence numbers"},
	{segment.FIN, "the sender has no more data"},
}

// offers are what the bits of ECN mean in the handshake, where nobody can know
// of congestion yet (RFC 3168, section 6.1.1; RFC 9768, section 3.1).
var offers = map[segment.Flags]lang.Format{
	segment.SYN | segment.ECE | segment.CWR:              "RFC 3168: with both, offers ECN",
	segment.SYN | segment.ECE | segment.CWR | segment.AE: "RFC 9768: with all three, offers AccECN",
	segment.SYN | segment.ACK | segment.ECE:              "RFC 3168: accepts ECN",
}

// meaning returns what a flag means beside the others.
func meaning(flag segment.Flags, all segment.Flags) lang.Format {
	const ecn = segment.ECE | segment.CWR | segment.AE
	if flag&ecn != 0 && all.Has(segment.SYN) {
		if offer, ok := offers[all&(ecn|segment.SYN|segment.ACK)]; ok {
			return offer
		}
		return "in a SYN: an offer or answer of ECN"
	}
	for _, m := range meanings {
		if m.flag == flag {
			return m.meaning
		}
	}
	return ""
}

// controlBits adds the nine bits, and a line for each that is set.
func (t *table) controlBits(flags segment.Flags) {
	t.bits(0, []byte{0x01, 0xff}, "Control bits", "%v", flags)
	t.at++
	for _, m := range meanings {
		if !flags.Has(m.flag) {
			continue
		}
		line := Line{Bytes: pick(byte(flags), byte(m.flag)), Name: "  " + m.flag.String(), Value: lang.Say(meaning(m.flag, flags))}
		if m.flag == segment.AE {
			line.Bytes = ".......1"
		}
		t.lines = append(t.lines, line)
	}
	t.at++
}

// window says how much the sender has room for, as far as its unit is known.
func window(s *timeline.Segment) lang.Text {
	switch {
	case s.Flags.Has(segment.SYN):
		return lang.Say("%d bytes, in a SYN never scaled", s.Window)
	case s.Flags.Has(segment.RST):
		return lang.Say("%d: a reset needs none", s.Window)
	case s.Scale == timeline.UnknownScale:
		return lang.Say("%d, in units that were not seen", s.Window)
	case s.Scale == 0:
		return lang.Say("%d bytes", s.Window)
	}
	return lang.Say("%d × %d = %d bytes", s.Window, 1<<s.Scale, s.ScaledWindow())
}

func checksum(s *timeline.Segment) lang.Text {
	switch s.Verdict {
	case segment.Offloaded:
		return lang.Say("%#04x, offloaded: nobody filled it in", s.Checksum)
	case segment.Unverified:
		return lang.Say("%#04x, not verified: bytes are missing", s.Checksum)
	case segment.Bad:
		return lang.Say("%#04x, bad; addresses included", s.Checksum)
	}
	return lang.Say("%#04x, good; addresses included", s.Checksum)
}

func urgentPointer(s *timeline.Segment) lang.Text {
	if s.Flags.Has(segment.URG) {
		return lang.Say("%d", s.UrgentPointer)
	}
	return lang.Say("%d: says nothing without URG", s.UrgentPointer)
}
