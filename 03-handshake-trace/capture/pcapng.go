package capture

import (
	"encoding/binary"
	"fmt"
	"strings"

	"example.com/socket-tutorial/harness/lang"
)

// The types of block that matter here; all others are skipped.
const (
	interfaceDescription = 1
	obsoletePacket       = 2 // the Packet Block, before the Enhanced one
	simplePacket         = 3
	enhancedPacket       = 6
	sectionHeader        = magicPcapng
)

// byteOrderMagic is the first field of a section's header.
const byteOrderMagic = 0x1a2b3c4d

// maxBlock is the most that is believed of a block's length, in bytes.
const maxBlock = 16 << 20

// section is what the blocks of a pcapng file are read by. A file may hold
// several, each with a byte order and interfaces of its own.
type section struct {
	order      binary.ByteOrder
	interfaces []description
}

// block is one block without its type and its two lengths.
type block struct {
	name lang.Text // for errors, with its place in the file
	kind uint32
	body []byte
}

// openPcapng reads the first section header.
func (r *Reader) openPcapng() error {
	s := &section{}
	b, err := r.nextBlock(s)
	if err != nil {
		return err
	}
	if err := s.begin(b); err != nil {
		return err
	}
	for _, o := range s.options(b.body[minSectionHeader:]) {
		switch o.code {
		case optComment:
			r.Comment = string(o.value)
		case optUserApplication:
			r.Application = string(o.value)
		}
	}
	r.next = func() (Packet, error) { return r.nextPcapng(s) }
	return nil
}

// nextPcapng reads blocks until one holds a packet.
func (r *Reader) nextPcapng(s *section) (Packet, error) {
	for {
		b, err := r.nextBlock(s)
		if err != nil {
			return Packet{}, err
		}
		switch b.kind {
		case sectionHeader:
			err = s.begin(b)
		case interfaceDescription:
			err = s.describe(b)
		case enhancedPacket:
			return s.enhanced(b)
		case obsoletePacket:
			return s.obsolete(b)
		case simplePacket:
			return s.simple(b)
		}
		if err != nil {
			return Packet{}, err
		}
	}
}

// nextBlock reads one block, or io.EOF after the last.
//
//	Block Type 4, Block Total Length 4, Block Body, Block Total Length 4
func (r *Reader) nextBlock(s *section) (block, error) {
	begin := r.in.offset
	head, err := r.in.take(8, "block")
	if err != nil {
		return block{}, err
	}
	if binary.BigEndian.Uint32(head) == sectionHeader {
		if s.order, err = r.sectionOrder(); err != nil {
			return block{}, err
		}
	}
	kind, length := s.order.Uint32(head), s.order.Uint32(head[4:])
	what := blockName(kind)
	name := lang.Say("%s at byte %d", what, begin)
	if length < 12 || length > maxBlock || length%4 != 0 {
		return block{}, lang.Errorf("%s: a length of %d bytes", name, length)
	}
	body, err := r.in.rest(int(length)-8, what)
	if err != nil {
		return block{}, err
	}
	end := len(body) - 4
	if again := s.order.Uint32(body[end:]); again != length {
		return block{}, lang.Errorf("%s: a length of %d bytes at its beginning and of %d at its end", name, length, again)
	}
	return block{name, kind, body[:end]}, nil
}

// blockName returns what errors call a block.
func blockName(kind uint32) string {
	switch kind {
	case sectionHeader:
		return "section header"
	case interfaceDescription:
		return "interface description"
	case enhancedPacket, obsoletePacket, simplePacket:
		return "packet block"
	}
	return fmt.Sprintf("block %d", kind)
}

// sectionOrder looks ahead for the byte order of a section: the block's
// length, which stands before it, cannot be read without.
func (r *Reader) sectionOrder() (binary.ByteOrder, error) {
	magic, _ := r.in.r.Peek(4)
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		if len(magic) == 4 && order.Uint32(magic) == byteOrderMagic {
			return order, nil
		}
	}
	return nil, lang.Errorf("section header at byte %d: byte-order magic %x", r.in.offset-8, magic)
}

// minSectionHeader is the length of a section header's body without options.
const minSectionHeader = 16

// begin begins a section, which knows no interfaces yet.
//
//	Byte-Order Magic 4, Major Version 2, Minor Version 2, Section Length 8, Options
func (s *section) begin(b block) error {
	if len(b.body) < minSectionHeader {
		return lang.Errorf("%s: %d bytes, it has at least %d", b.name, len(b.body), minSectionHeader)
	}
	if major := s.order.Uint16(b.body[4:]); major != 1 {
		return lang.Errorf("%s: pcapng version %d, want 1", b.name, major)
	}
	s.interfaces = nil
	return nil
}

// enhanced takes an Enhanced Packet Block apart.
//
//	Interface ID 4, Timestamp high 4, low 4, Captured Length 4, Original Length 4, Data, Options
func (s *section) enhanced(b block) (Packet, error) {
	if len(b.body) < 20 {
		return Packet{}, lang.Errorf("%s: %d bytes, it has at least 20", b.name, len(b.body))
	}
	return s.packet(b, s.order.Uint32(b.body))
}

// obsolete takes a Packet Block apart, which old files have in place of the
// enhanced one. Half of its Interface ID counts drops.
//
//	Interface ID 2, Drops Count 2, Timestamp high 4, low 4, Captured Length 4, Original Length 4, Data, Options
func (s *section) obsolete(b block) (Packet, error) {
	if len(b.body) < 20 {
		return Packet{}, lang.Errorf("%s: %d bytes, it has at least 20", b.name, len(b.body))
	}
	return s.packet(b, uint32(s.order.Uint16(b.body)))
}

// packet reads what the two blocks have in common.
func (s *section) packet(b block, id uint32) (Packet, error) {
	if id >= uint32(len(s.interfaces)) {
		return Packet{}, lang.Errorf("%s: interface %d was not described", b.name, id)
	}
	data, captured := b.body[20:], s.order.Uint32(b.body[12:])
	if captured > uint32(len(data)) {
		return Packet{}, lang.Errorf("%s: a packet of %d bytes in a block with room for %d", b.name, captured, len(data))
	}
	ticks := uint64(s.order.Uint32(b.body[4:]))<<32 | uint64(s.order.Uint32(b.body[8:]))
	var comments []string
	for _, o := range s.options(data[min(padded(int(captured)), len(data)):]) {
		if o.code == optComment {
			comments = append(comments, string(o.value))
		}
	}
	data = data[:captured:captured]
	return Packet{
		At:      s.interfaces[id].time(ticks),
		Link:    s.interfaces[id].link,
		Data:    data,
		Length:  originalLength(s.order.Uint32(b.body[16:]), data),
		Comment: strings.Join(comments, "\n"),
	}, nil
}

// simple takes a Simple Packet Block apart. It belongs to the first interface
// and has no time.
//
//	Original Length 4, Data
func (s *section) simple(b block) (Packet, error) {
	if len(s.interfaces) == 0 {
		return Packet{}, lang.Errorf("%s: interface 0 was not described", b.name)
	}
	if len(b.body) < 4 {
		return Packet{}, lang.Errorf("%s: %d bytes, it has at least 4", b.name, len(b.body))
	}
	data, first, original := b.body[4:], s.interfaces[0], s.order.Uint32(b.body)
	captured := min(original, first.snapLength, uint32(len(data)))
	data = data[:captured:captured]
	return Packet{Link: first.link, Data: data, Length: originalLength(original, data)}, nil
}
