package capture

import (
	"encoding/binary"
	"io"
	"math"
	"time"

	"example.com/socket-tutorial/harness/lang"
)

// Writer writes pcapng: one section, one interface of link type Raw, times
// in nanoseconds.
type Writer struct{ w io.Writer }

// native is the byte order written. A reader takes either.
var native = binary.LittleEndian

// NewWriter writes the head of a capture to w: the name of the application
// and a comment on the whole.
func NewWriter(w io.Writer, application, comment string) (*Writer, error) {
	section := native.AppendUint32(nil, byteOrderMagic)
	section = native.AppendUint16(section, 1)              // major version
	section = native.AppendUint16(section, 0)              // minor version
	section = native.AppendUint64(section, math.MaxUint64) // section length: not given
	section = appendOption(section, optUserApplication, application)
	section = appendOption(section, optComment, comment)

	description := native.AppendUint16(nil, uint16(Raw))
	description = native.AppendUint16(description, 0) // reserved
	description = native.AppendUint32(description, 0) // no snap length
	description = appendOption(description, optTimeResolution, "\x09")

	writer := &Writer{w}
	if err := writer.block(sectionHeader, section); err != nil {
		return nil, err
	}
	return writer, writer.block(interfaceDescription, description)
}

// Packet writes an IP packet that was length bytes long when it was seen, with
// a comment on it of at most 65,535 bytes. One without a time becomes a Simple
// Packet Block, which has none, and no comment either.
func (w *Writer) Packet(at time.Time, packet []byte, length int, comment string) error {
	if len(comment) > math.MaxUint16 {
		return lang.Errorf("a comment of %d bytes, the most is %d", len(comment), math.MaxUint16)
	}
	length = max(length, len(packet))
	if at.IsZero() && length == len(packet) {
		body := native.AppendUint32(nil, uint32(length))
		return w.frame(simplePacket, pad(append(body, packet...)))
	}
	nanoseconds := uint64(at.UnixNano())
	body := native.AppendUint32(nil, 0) // interface
	body = native.AppendUint32(body, uint32(nanoseconds>>32))
	body = native.AppendUint32(body, uint32(nanoseconds))
	body = native.AppendUint32(body, uint32(len(packet))) // captured
	body = native.AppendUint32(body, uint32(length))      // original
	body = pad(append(body, packet...))
	return w.block(enhancedPacket, appendOption(body, optComment, comment))
}

// block writes a block with the end of its options.
func (w *Writer) block(kind uint32, body []byte) error {
	return w.frame(kind, native.AppendUint32(body, optEnd))
}

// frame writes a block in one write.
func (w *Writer) frame(kind uint32, body []byte) error {
	length := uint32(12 + len(body))
	data := native.AppendUint32(nil, kind)
	data = native.AppendUint32(data, length)
	data = append(data, body...)
	data = native.AppendUint32(data, length)
	_, err := w.w.Write(data)
	return err
}

func appendOption(data []byte, code uint16, value string) []byte {
	if value == "" {
		return data
	}
	data = native.AppendUint16(data, code)
	data = native.AppendUint16(data, uint16(len(value)))
	return pad(append(data, value...))
}

func pad(data []byte) []byte {
	return append(data, make([]byte, padded(len(data))-len(data))...)
}
