package recording

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"slices"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/capture"
	"example.com/socket-tutorial/03-handshake-trace/segment"
)

// Captures that are made here for tshark and us to disagree about.

// made is a segment that is to be put into a packet.
type made struct {
	source, destination   netip.AddrPort
	flags                 segment.Flags
	sequence, acknowledge uint32
	window                uint16
	options               []byte
	payload               []byte
	extensions            []byte // of IPv6, each with the number of the next; the last's is TCP's
	firstExtension        byte
	fragment              bool // it is the first part of a larger packet
}

// packet returns the IP packet, with the right checksums.
func (m made) packet() []byte {
	order := binary.BigEndian
	tcp := order.AppendUint16(nil, m.source.Port())
	tcp = order.AppendUint16(tcp, m.destination.Port())
	tcp = order.AppendUint32(tcp, m.sequence)
	tcp = order.AppendUint32(tcp, m.acknowledge)
	tcp = order.AppendUint16(tcp, uint16(5+len(m.options)/4)<<12|uint16(m.flags))
	tcp = order.AppendUint16(tcp, m.window)
	tcp = append(tcp, 0, 0, 0, 0)
	tcp = append(append(tcp, m.options...), m.payload...)
	order.PutUint16(tcp[16:], segment.TCPChecksum(m.source.Addr(), m.destination.Addr(), tcp))

	if m.source.Addr().Is6() {
		next := byte(6)
		if len(m.extensions) > 0 {
			next = m.firstExtension
		}
		ip := []byte{0x60, 0, 0, 0, 0, 0, next, 64}
		order.PutUint16(ip[4:], uint16(len(m.extensions)+len(tcp)))
		ip = append(append(ip, m.source.Addr().AsSlice()...), m.destination.Addr().AsSlice()...)
		return append(append(ip, m.extensions...), tcp...)
	}
	ip := []byte{0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, 6, 0, 0}
	order.PutUint16(ip[2:], uint16(20+len(tcp)))
	if m.fragment {
		ip[6] = 0x20
	}
	ip = append(append(ip, m.source.Addr().AsSlice()...), m.destination.Addr().AsSlice()...)
	order.PutUint16(ip[10:], segment.Checksum(ip))
	return append(ip, tcp...)
}

// anySegment makes a segment whose fields are random and whose features are as
// many as fit.
func anySegment(r *rand.Rand, version int) made {
	four := version == 4 || version == 0 && r.IntN(2) == 0
	host := func(last byte) netip.Addr {
		if four {
			return netip.AddrFrom4([4]byte{10, 0, 0, last})
		}
		return netip.AddrFrom16([16]byte{0xfd, 15: last})
	}
	m := made{
		source:      netip.AddrPortFrom(host(1), uint16(40000+r.IntN(5))),
		destination: netip.AddrPortFrom(host(2), uint16(r.IntN(3)+4000)),
		flags:       segment.Flags(r.IntN(0x100)),
		sequence:    r.Uint32(), acknowledge: r.Uint32(), window: uint16(r.Uint32()),
		payload: make([]byte, r.IntN(60)),
	}
	if r.IntN(2) == 0 {
		m.source, m.destination = m.destination, m.source
	}
	for _, option := range []string{"\x02\x04\x05\xb4", "\x01\x03\x03\x0a", "\x04\x02\x01\x01",
		"\x01\x01\x08\x0a\x00\x00\x00\x07\x00\x00\x00\x09", "\x01\x01\x05\x0a\x00\x00\x10\x00\x00\x00\x20\x00", "\x22\x02\x01\x01"} {
		if r.IntN(3) == 0 && len(m.options)+len(option) <= 40 {
			m.options = append(m.options, option...)
		}
	}
	if !four && r.IntN(2) == 0 {
		// Destination Options, then Routing without an address left, then a
		// Fragment header around the whole.
		m.firstExtension = 60
		m.extensions = []byte("\x2b\x00\x01\x04\x00\x00\x00\x00" + "\x2c\x00\x00\x00\x00\x00\x00\x00" + "\x06\x00\x00\x00\x00\x00\x00\x07")
	}
	m.fragment = four && r.IntN(10) == 0
	return m
}

// linked puts the header of a link before an IP packet.
func linked(r *rand.Rand, link capture.LinkType, order binary.ByteOrder, packet []byte) []byte {
	six := packet[0]>>4 == 6
	etherType := []byte{0x08, 0x00}
	if six {
		etherType = []byte{0x86, 0xdd}
	}
	switch link {
	case capture.Null:
		family := uint32(2)
		if six {
			family = 30
		}
		header := make([]byte, 4)
		order.PutUint32(header, family)
		return append(header, packet...)
	case capture.Ethernet:
		header := []byte{2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2}
		switch r.IntN(3) {
		case 0:
			header = append(header, 0x81, 0x00, 0, 7)
		case 1:
			header = append(header, 0x88, 0xa8, 0, 7, 0x81, 0x00, 0, 8)
		}
		framed := append(append(header, etherType...), packet...)
		return append(framed, make([]byte, max(0, 60-len(framed)))...) // the shortest frame
	case capture.SLL:
		return append(append([]byte{0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0}, etherType...), packet...)
	case capture.SLL2:
		return append(append(bytes.Clone(etherType), 0, 0, 0, 0, 0, 1, 0, 1, 4, 6, 2, 0, 0, 0, 0, 1, 0, 0), packet...)
	}
	return packet
}

// pcapFile writes frames to a pcap with these properties, a microsecond or a
// nanosecond apart, and of each as much as the snap length lets in.
func pcapFile(link uint32, order binary.AppendByteOrder, nanoseconds bool, snap int, frames [][]byte) []byte {
	magic := uint32(0xa1b2c3d4)
	if nanoseconds {
		magic = 0xa1b23c4d
	}
	file := order.AppendUint32(nil, magic)
	file = order.AppendUint16(order.AppendUint16(file, 2), 4)
	file = append(file, make([]byte, 8)...)
	file = order.AppendUint32(order.AppendUint32(file, uint32(snap)), link)
	for i, frame := range frames {
		kept := frame[:min(snap, len(frame))]
		for _, value := range []uint32{1_795_435_200, uint32(123_456 + i), uint32(len(kept)), uint32(len(frame))} {
			file = order.AppendUint32(file, value)
		}
		file = append(file, kept...)
	}
	return file
}

// blockOf is a block of pcapng.
func blockOf(order binary.AppendByteOrder, kind uint32, body []byte) []byte {
	for len(body)%4 != 0 {
		body = append(body, 0)
	}
	block := order.AppendUint32(order.AppendUint32(nil, kind), uint32(12+len(body)))
	return order.AppendUint32(append(block, body...), uint32(12+len(body)))
}

// iface is one interface of a section.
type iface struct {
	link       capture.LinkType
	resolution byte   // of its times
	second     uint64 // in its ticks
}

var interfaces = []iface{
	{capture.Null, 6, 1e6}, {capture.Ethernet, 6, 1e6}, {12, 9, 1e9}, {capture.Raw, 9, 1e9}, {capture.SLL, 0x80 | 20, 1 << 20},
	{capture.IPv4, 3, 1e3}, {capture.IPv6, 0, 1}, {capture.SLL2, 0x80 | 10, 1 << 10},
}

// pcapngFile writes packets to a section with several interfaces, in turn, some
// in the block that came before the enhanced one.
func pcapngFile(r *rand.Rand, order interface {
	binary.AppendByteOrder
	binary.ByteOrder
}, segments []made) []byte {
	section := order.AppendUint32(nil, 0x1a2b3c4d)
	section = append(order.AppendUint16(order.AppendUint16(section, 1), 0), bytes.Repeat([]byte{0xff}, 8)...)
	file := blockOf(order, 0x0a0d0d0a, section)
	for _, i := range interfaces {
		body := order.AppendUint16(nil, uint16(i.link))
		body = order.AppendUint32(order.AppendUint16(body, 0), 96)
		body = order.AppendUint16(order.AppendUint16(body, 9), 1)
		body = append(body, i.resolution, 0, 0, 0, 0, 0, 0, 0)
		file = append(file, blockOf(order, 1, body)...)
	}
	for n, m := range segments {
		id := n % len(interfaces)
		if link := interfaces[id].link; link == capture.IPv4 && m.source.Addr().Is6() || link == capture.IPv6 && m.source.Addr().Is4() {
			id = slices.IndexFunc(interfaces, func(i iface) bool { return i.link == capture.Raw })
		}
		frame := linked(r, interfaces[id].link, order, m.packet())
		kept := frame[:min(96, len(frame))]
		ticks := (1_795_435_200 + uint64(n)) * interfaces[id].second
		kind := uint32(6)
		body := order.AppendUint32(nil, uint32(id))
		if n%7 == 0 {
			kind = 2
			body = order.AppendUint16(order.AppendUint16(nil, uint16(id)), 3)
		}
		for _, value := range []uint32{uint32(ticks >> 32), uint32(ticks), uint32(len(kept)), uint32(len(frame))} {
			body = order.AppendUint32(body, value)
		}
		file = append(file, blockOf(order, kind, append(body, kept...))...)
	}
	return file
}

// talk makes a conversation in which much goes wrong, a segment each time, with
// the moments at which they were seen.
type talk struct {
	r        *rand.Rand
	port     uint16 // of the client
	at       time.Duration
	first    [2]uint32 // after each end's SYN
	next     [2]uint32 // what each end sends next
	ack      [2]uint32 // what each end acknowledged last
	window   [2]uint16
	segments []made
	times    []time.Duration
}

func (t *talk) say(end int, m made) {
	addresses := [2]netip.AddrPort{netip.AddrPortFrom(netip.MustParseAddr("10.0.0.1"), t.port), netip.MustParseAddrPort("10.0.0.2:80")}
	m.source, m.destination = addresses[end], addresses[1-end]
	t.segments, t.times = append(t.segments, m), append(t.times, t.at)
}

// plain is an ACK of an end as it is now, with data from a sequence number on.
func (t *talk) plain(end int, sequence uint32, length int) made {
	return made{flags: segment.ACK, sequence: sequence, acknowledge: t.ack[end], window: t.window[end], payload: bytes.Repeat([]byte{'x'}, length)}
}

func newTalk(seed uint64) *talk {
	t := &talk{r: rand.New(rand.NewPCG(seed, 1)), port: uint16(40000 + seed), window: [2]uint16{500, 500}}
	initial := [2]uint32{1000, 5000}
	if seed%3 == 0 { // the numbers go on at 0 after the last
		initial = [2]uint32{0xffff_ff00, 0xffff_fff0}
	}
	t.first = [2]uint32{initial[0] + 1, initial[1] + 1}
	t.next, t.ack = t.first, [2]uint32{t.first[1], t.first[0]}
	scale := []byte("\x02\x04\x05\xb4\x01\x03\x03\x07")
	for range 1 + seed%2 { // sent once, or again a second later
		t.say(0, made{flags: segment.SYN, sequence: initial[0], window: 64240, options: scale})
		t.at += 2*time.Millisecond + time.Duration(seed%2)*time.Second
	}
	for range 1 + seed%2 {
		t.say(1, made{flags: segment.SYN | segment.ACK, sequence: initial[1], acknowledge: t.first[0], window: 65160, options: scale})
		t.at += 8 * time.Millisecond
	}
	t.say(0, t.plain(0, t.first[0], 0))
	return t
}

// step lets one thing happen.
func (t *talk) step() {
	t.at += []time.Duration{50 * time.Microsecond, time.Millisecond, 4 * time.Millisecond, 30 * time.Millisecond, time.Second}[t.r.IntN(5)]
	end := t.r.IntN(2)
	length := 1 + t.r.IntN(100)
	switch t.r.IntN(12) {
	case 0, 1, 2: // data
		t.say(end, t.plain(end, t.next[end], length))
		t.next[end] += uint32(length)
	case 3, 4: // an ACK of all that has come
		t.ack[end] = t.next[1-end]
		t.say(end, t.plain(end, t.next[end], 0))
	case 5: // the same ACK again and again
		for range 1 + t.r.IntN(4) {
			t.say(end, t.plain(end, t.next[end], 0))
			t.at += 100 * time.Microsecond
		}
	case 6: // the last data again, or from the middle of it
		back := min(uint32(length), t.next[end]-t.first[end])
		if back > 1 {
			t.say(end, t.plain(end, t.next[end]-back, int(back)))
		}
	case 7: // two in the wrong order
		t.say(end, t.plain(end, t.next[end]+uint32(length), length))
		t.at += []time.Duration{100 * time.Microsecond, 50 * time.Millisecond}[t.r.IntN(2)]
		t.say(end, t.plain(end, t.next[end], length))
		t.next[end] += 2 * uint32(length)
	case 8: // no room, a probe, the same answer
		t.ack[end], t.window[end] = t.next[1-end], 0
		t.say(end, t.plain(end, t.next[end], 0))
		t.at += 5 * time.Millisecond
		t.say(1-end, t.plain(1-end, t.next[1-end], 1))
		t.at += time.Millisecond
		t.say(end, t.plain(end, t.next[end], 0))
		t.window[end] = 500
	case 9: // are you still there?
		t.say(end, t.plain(end, t.next[end]-1, t.r.IntN(2)))
		t.at += time.Millisecond
		t.say(1-end, t.plain(1-end, t.next[1-end], 0))
	case 10: // the window opens
		t.window[end] = 100 + uint16(t.r.IntN(400))
		t.say(end, t.plain(end, t.next[end], 0))
	case 11: // lost before it could be seen, and sent again later
		t.next[end] += uint32(length)
		t.say(end, t.plain(end, t.next[end], length))
		t.next[end] += uint32(length)
		for range 2 + t.r.IntN(2) {
			t.say(1-end, t.plain(1-end, t.next[1-end], 0))
			t.at += time.Millisecond
		}
		t.say(end, t.plain(end, t.next[end]-2*uint32(length), length))
	}
}

// end closes one direction, with a FIN that is sent again, and resets the other.
func (t *talk) end() {
	fin := t.plain(0, t.next[0], 3)
	fin.flags |= segment.FIN
	for range 2 {
		t.say(0, fin)
		t.at += 300 * time.Millisecond
	}
	t.next[0] += 4
	t.ack[1] = t.next[0]
	t.say(1, t.plain(1, t.next[1], 0))
	t.say(1, made{flags: segment.RST | segment.ACK, sequence: t.next[1], acknowledge: t.ack[1]})
}

// fileOf returns conversations as a capture, one after the other.
func fileOf(talks []*talk) []byte {
	var out bytes.Buffer
	w, _ := capture.NewWriter(&out, "", "")
	start := time.Unix(1_795_435_200, 0)
	for _, t := range talks {
		for i, m := range t.segments {
			packet := m.packet()
			_ = w.Packet(start.Add(t.times[i]), packet, len(packet), "")
		}
		start = start.Add(t.at + time.Second)
	}
	return out.Bytes()
}
