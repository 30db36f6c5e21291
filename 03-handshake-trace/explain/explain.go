// Package explain takes one packet apart for the eye: each field of the IP
// and TCP headers with its place, its bytes, the name its RFC gives it, its
// value, and what that means.
package explain

import (
	"fmt"
	"io"
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// Line is one line of the explanation, at most 80 columns wide.
type Line struct {
	Heading lang.Text // if it says something, nothing else does

	Offset string // of the first byte, in decimal; empty where a field goes on
	Bytes  string // in hexadecimal; or single bits, with dots for other fields' bits
	Name   string
	Value  lang.Text

	At, Size int // the bytes it shows; Size is 0 for single bits of the field before
}

// In returns the line in a language, without colour.
func (l Line) In(language lang.Language) string {
	if !l.Heading.IsZero() {
		return l.Heading.In(language)
	}
	return strings.TrimRight(fmt.Sprintf("%3s  %-11s  %-21s  %s", l.Offset, l.Bytes, l.Name, l.Value.In(language)), " ")
}

// Segment explains the packet of a segment, from its first byte. Where its
// options cannot be right, the error says why, beside the lines up to there.
func Segment(s *timeline.Segment) ([]Line, error) {
	t := &table{packet: s.Packet, length: len(s.Packet) + s.Missing}
	explainIP := t.ipv4
	if s.Packet[0]>>4 == 6 {
		explainIP = t.ipv6
	}
	if err := explainIP(s); err != nil {
		return nil, err
	}
	t.tcp(s)
	t.options(s)
	switch {
	case s.Length == 1:
		t.heading("Data: 1 byte")
	case s.Length > 1:
		t.heading("Data: %d bytes", s.Length)
	}
	return t.lines, s.Malformed
}

// Write writes what Segment returns, in a language.
func Write(out io.Writer, s *timeline.Segment, language lang.Language) error {
	lines, err := Segment(s)
	fmt.Fprintf(out, "\n%s\n\n", lang.Say("Segment %d, byte by byte:", s.Number).In(language))
	for _, line := range lines {
		fmt.Fprintln(out, line.In(language))
	}
	return err
}

// table collects lines while it walks through a packet.
type table struct {
	packet []byte
	length int // of the packet, more than there is of it where the capture has cut it short
	at     int // the next byte
	lines  []Line
}

func (t *table) heading(format lang.Format, values ...any) {
	t.lines = append(t.lines, Line{Heading: lang.Say(format, values...)})
}

// perLine is how many bytes a line shows: a word of the RFCs' pictures.
const perLine = 4

// field adds a field that consists of the next size bytes, as far as they are there.
func (t *table) field(size int, name string, value lang.Format, args ...any) {
	line := Line{Offset: fmt.Sprint(t.at), Name: name, Value: lang.Say(value, args...)}
	for end := min(t.at+size, len(t.packet)); t.at < end; {
		next := min(t.at+perLine, end)
		line.Bytes = fmt.Sprintf("% x", t.packet[t.at:next])
		line.At, line.Size = t.at, next-t.at
		t.lines = append(t.lines, line)
		t.at, line = next, Line{}
	}
}

// bits adds a field that shares bytes with others. mask has a 1 for each of
// its bits, in the bytes from offset bytes after the next one on.
func (t *table) bits(offset int, mask []byte, name string, value lang.Format, args ...any) {
	line := Line{Offset: fmt.Sprint(t.at + offset), Name: name, Value: lang.Say(value, args...)}
	for i, m := range mask {
		line.Bytes = pick(t.packet[t.at+offset+i], m)
		line.At, line.Size = t.at+offset+i, 1
		t.lines = append(t.lines, line)
		line = Line{}
	}
}

// pick returns the bits of b that mask has, and a dot for each other.
func pick(b, mask byte) string {
	var bits strings.Builder
	for bit := byte(0x80); bit != 0; bit >>= 1 {
		switch {
		case mask&bit == 0:
			bits.WriteByte('.')
		case b&bit == 0:
			bits.WriteByte('0')
		default:
			bits.WriteByte('1')
		}
	}
	return bits.String()
}
