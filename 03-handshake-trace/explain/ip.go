package explain

import (
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// ipv4 explains the header of RFC 791.
func (t *table) ipv4(*timeline.Segment) error {
	h, err := segment.DecodeIPv4(t.packet)
	if err != nil {
		return err
	}
	size := h.HeaderLength()
	t.heading("IPv4 header (RFC 791): %d bytes", size)
	t.bits(0, []byte{0xf0}, "Version", "%v", h.Version)
	t.bits(0, []byte{0x0f}, "IHL", "%d words of 4 bytes = %d bytes", h.IHL, size)
	t.at++
	t.field(1, "Type of Service", "%v", trafficClass(h.TypeOfService))
	t.field(2, "Total Length", "%v", totalLength(h.TotalLength))
	t.field(2, "Identification", "%d, the same in all its fragments", h.Identification)
	t.bits(0, []byte{0b111_00000}, "Flags", "%v", ipv4Flags(h.Flags))
	t.bits(0, []byte{0b000_11111, 0xff}, "Fragment Offset", "%d", h.FragmentOffset)
	t.at += 2
	t.field(1, "Time to Live", "%d, one less at each router", h.TimeToLive)
	t.field(1, "Protocol", "%d = TCP", h.Protocol)
	t.field(2, "Header Checksum", "%v", headerChecksum(h, t.packet[:size]))
	t.field(4, "Source Address", "%v", h.SourceAddress)
	t.field(4, "Destination Address", "%v", h.DestinationAddress)
	t.field(len(h.Options), "Options", "not taken apart")
	return nil
}

// ipv6 explains the header of RFC 8200.
func (t *table) ipv6(s *timeline.Segment) error {
	h, err := segment.DecodeIPv6(t.packet)
	if err != nil {
		return err
	}
	t.heading("IPv6 header (RFC 8200): 40 bytes")
	t.bits(0, []byte{0xf0}, "Version", "%v", h.Version)
	t.bits(0, []byte{0x0f, 0xf0}, "Traffic Class", "%v", trafficClass(h.TrafficClass))
	t.bits(1, []byte{0x0f, 0xff, 0xff}, "Flow Label", "%#05x, marks packets of one flow", h.FlowLabel)
	t.at += 4
	t.field(2, "Payload Length", "%d bytes after this header", h.PayloadLength)
	t.field(1, "Next Header", "%v", nextHeader(h.NextHeader))
	t.field(1, "Hop Limit", "%d, one less at each router", h.HopLimit)
	t.field(16, "Source Address", "%v", h.SourceAddress)
	t.field(16, "Destination Address", "%v", h.DestinationAddress)

	payload := int(h.PayloadLength)
	if payload == 0 {
		payload = t.length - t.at
	}
	t.field(payload-s.HeaderLength()-s.Length, "Extension headers", "not taken apart")
	return nil
}

func totalLength(value uint16) lang.Text {
	if value == 0 {
		return lang.Say("0: left to the network card")
	}
	return lang.Say("%d bytes, this header included", value)
}

func trafficClass(value uint8) lang.Text {
	return lang.Say("DSCP %d, ECN %d (RFC 2474, RFC 3168)", value>>2, value&0b11)
}

func nextHeader(value uint8) lang.Text {
	if value == 6 {
		return lang.Say("6 = TCP")
	}
	return lang.Say("%d, an extension header", value)
}

func ipv4Flags(flags uint8) lang.Text {
	if flags&segment.DontFragment != 0 {
		return lang.Say("DF: no router may cut it up")
	}
	return lang.Say("none: a router may cut it up")
}

func headerChecksum(h segment.IPv4, header []byte) lang.Text {
	if segment.Checksum(header) != 0 {
		return lang.Say("%#04x, bad", h.HeaderChecksum)
	}
	return lang.Say("%#04x, good", h.HeaderChecksum)
}
