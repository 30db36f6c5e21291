// Package capture reads the two file formats that packets are kept in, pcap
// (draft-ietf-opsawg-pcap) and pcapng (draft-ietf-opsawg-pcapng), finds the IP
// packet behind the header of the link, and writes pcapng. It knows no TCP.
package capture

import (
	"bufio"
	"encoding/binary"
	"io"
	"slices"
	"time"

	"example.com/socket-tutorial/harness/lang"
)

// Packet is one packet of a capture.
type Packet struct {
	Number  int       // from 1, in the order of the file
	At      time.Time // when it was seen; zero where the file does not say
	Link    LinkType  // says what Data begins with
	Data    []byte    // valid until the next packet is read; may be cut short
	Length  int       // how many bytes it had on the link
	Comment string    // pcapng only; several are joined by newlines
}

// Missing returns how many bytes at its end the capture has left out.
func (p Packet) Missing() int { return max(0, p.Length-len(p.Data)) }

// Reader reads the packets of a capture one by one.
type Reader struct {
	// Application and Comment are what the file says of itself: pcapng's
	// shb_userappl and the comment of its section. NewReader fills them in.
	Application, Comment string

	in     *source
	number int
	next   func() (Packet, error)
}

// The first four bytes of a file tell the formats apart, and the byte order
// of the machine that wrote it.
const (
	magicMicroseconds = 0xa1b2c3d4
	magicNanoseconds  = 0xa1b23c4d
	magicPcapng       = 0x0a0d0d0a // a palindrome: the order is told later
	magicGzip         = 0x1f8b
)

// NewReader reads the header of a capture. The error says what the file is
// not, or where it ends too early.
func NewReader(r io.Reader) (*Reader, error) {
	reader := &Reader{in: &source{r: bufio.NewReaderSize(r, 64<<10)}}
	magic, err := reader.in.r.Peek(4)
	switch {
	case err == io.EOF && len(magic) == 0:
		return nil, lang.Errorf("the file is empty")
	case err == io.EOF:
		return nil, lang.Errorf("not a capture: %d bytes long", len(magic))
	case err != nil:
		return nil, err
	}
	big, little := binary.BigEndian.Uint32(magic), binary.LittleEndian.Uint32(magic)
	switch {
	case big == magicPcapng:
		return reader, reader.openPcapng()
	case big == magicMicroseconds || big == magicNanoseconds:
		return reader, reader.openPcap(binary.BigEndian, big)
	case little == magicMicroseconds || little == magicNanoseconds:
		return reader, reader.openPcap(binary.LittleEndian, little)
	case big>>16 == magicGzip:
		return nil, lang.Errorf("the file is compressed: gunzip it first")
	}
	return nil, lang.Errorf("not a capture: it begins with % x, which is neither pcap nor pcapng", magic)
}

// Next returns the next packet, or io.EOF after the last. Any other error
// says what is wrong at which byte of the file, and is final.
func (r *Reader) Next() (Packet, error) {
	packet, err := r.next()
	if err != nil {
		return Packet{}, err
	}
	r.number++
	packet.Number = r.number
	return packet, nil
}

// source counts the bytes it hands out, so that errors can say where.
type source struct {
	r      *bufio.Reader
	offset int64
	buffer []byte // what take returned last
}

// take returns the next n bytes, which are valid until the next call. The
// error is io.EOF if there is none at all, and otherwise says that the file ends
// inside of what.
func (s *source) take(n int, what string) ([]byte, error) {
	s.buffer = slices.Grow(s.buffer[:0], n)
	data := s.buffer[:n:n]
	got, err := io.ReadFull(s.r, data)
	switch {
	case err == io.ErrUnexpectedEOF:
		return nil, s.endsIn(what, got, n)
	case err != nil:
		return nil, err
	}
	s.offset += int64(n)
	return data, nil
}

// rest is take for bytes without which the file is not complete.
func (s *source) rest(n int, what string) ([]byte, error) {
	data, err := s.take(n, what)
	if err == io.EOF {
		return nil, s.endsIn(what, 0, n)
	}
	return data, err
}

func (s *source) endsIn(what string, got, n int) error {
	return lang.Errorf("%s at byte %d: the file ends after %d of %d bytes", what, s.offset, got, n)
}
