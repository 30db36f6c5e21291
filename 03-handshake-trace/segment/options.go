package segment

import (
	"encoding/hex"
	"fmt"
	"strings"

	"example.com/socket-tutorial/harness/lang"
)

// Kind is the first byte of a TCP option.
type Kind uint8

// The kinds of option that can be taken apart here.
const (
	EndOfOptions       Kind = 0 // RFC 9293, section 3.2, as the next two
	NoOperation        Kind = 1
	MaximumSegmentSize Kind = 2
	WindowScale        Kind = 3  // RFC 7323, section 2
	SACKPermitted      Kind = 4  // RFC 2018, section 2
	SACK               Kind = 5  // RFC 2018, section 3
	Timestamps         Kind = 8  // RFC 7323, section 3
	MultipathTCP       Kind = 30 // RFC 8684, section 3
	FastOpen           Kind = 34 // RFC 7413, section 4.1.1
)

// Option is one TCP option.
type Option struct {
	Kind   Kind
	Length int    // of the whole option, in bytes; 1 for the two kinds that are a Kind alone
	Value  []byte // what follows Kind and Length
}

// Options are the options of a segment, in the order they were sent.
type Options []Option

// decodeOptions takes apart what lies between the fixed header and the data, up
// to the first option that cannot be right.
func decodeOptions(data []byte) (Options, error) {
	var options Options
	for at := 0; at < len(data); {
		option, err := decodeOption(data[at:])
		if err != nil {
			return options, lang.Errorf("TCP options: kind %d at byte %d of the header: %v", data[at], minTCPHeader+at, err)
		}
		options = append(options, option)
		if option.Kind == EndOfOptions {
			break // what follows is padding
		}
		at += option.Length
	}
	return options, nil
}

// decodeOption takes apart the option at the beginning of data, which is not
// empty. An illegal Length must not lead a receiver astray: a zero would keep
// it at this option for ever (RFC 9293, MUST-7).
func decodeOption(data []byte) (Option, error) {
	kind := Kind(data[0])
	if kind == EndOfOptions || kind == NoOperation {
		return Option{Kind: kind, Length: 1}, nil
	}
	if len(data) < 2 {
		return Option{}, lang.Errorf("the header ends before its length")
	}
	length := int(data[1])
	switch {
	case length < 2:
		return Option{}, lang.Errorf("length %d, the smallest is 2", length)
	case length > len(data):
		return Option{}, lang.Errorf("length %d, but the header has %d bytes left", length, len(data))
	}
	return Option{Kind: kind, Length: length, Value: data[2:length]}, nil
}

// find returns the value of the first option of a kind, or nil if there is
// none whose value has the right size.
func (o Options) find(kind Kind, size int) []byte {
	for _, option := range o {
		if option.Kind == kind && len(option.Value) == size {
			return option.Value
		}
	}
	return nil
}

// MSS returns the Maximum Segment Size in bytes, and whether it was sent.
func (o Options) MSS() (uint16, bool) {
	if value := o.find(MaximumSegmentSize, 2); value != nil {
		return byteOrder.Uint16(value), true
	}
	return 0, false
}

// WindowScale returns by how many bits the sender's later windows are to be
// shifted left, and whether it was sent. The window of a SYN is never scaled.
func (o Options) WindowScale() (uint8, bool) {
	if value := o.find(WindowScale, 1); value != nil {
		return value[0], true
	}
	return 0, false
}

// Timestamps returns TSval, the sender's clock, and TSecr, the echo of the
// peer's, and whether they were sent.
func (o Options) Timestamps() (value, echo uint32, ok bool) {
	if both := o.find(Timestamps, 8); both != nil {
		return byteOrder.Uint32(both), byteOrder.Uint32(both[4:]), true
	}
	return 0, 0, false
}

// Block is a stretch of data that has arrived beyond a gap: the first sequence
// number of it and the one after its last.
type Block struct{ Begin, End uint32 }

// SACK returns the blocks of a Selective Acknowledgment, or nil if there is none.
func (o Options) SACK() []Block {
	var blocks []Block
	for _, option := range o {
		if option.Kind == SACK && len(option.Value)%8 == 0 {
			for v := option.Value; len(v) > 0; v = v[8:] {
				blocks = append(blocks, Block{byteOrder.Uint32(v), byteOrder.Uint32(v[4:])})
			}
		}
	}
	return blocks
}

// String returns what the options say, without the padding between them, as
// in "mss 1460, sackOK, ts 5536056 0, wscale 10".
func (o Options) String() string {
	var said []string
	for _, option := range o {
		if option.Kind != EndOfOptions && option.Kind != NoOperation {
			said = append(said, option.String())
		}
	}
	return strings.Join(said, ", ")
}

// String returns what the option says. One whose value has not the size of
// its kind is shown as an unknown kind is.
func (o Option) String() string {
	v := o.Value
	switch {
	case o.Kind == EndOfOptions:
		return "eol"
	case o.Kind == NoOperation:
		return "nop"
	case o.Kind == MaximumSegmentSize && len(v) == 2:
		return fmt.Sprintf("mss %d", byteOrder.Uint16(v))
	case o.Kind == WindowScale && len(v) == 1:
		return fmt.Sprintf("wscale %d", v[0])
	case o.Kind == SACKPermitted && len(v) == 0:
		return "sackOK"
	case o.Kind == SACK && len(v) > 0 && len(v)%8 == 0:
		said := "sack"
		for _, block := range (Options{o}).SACK() {
			said += fmt.Sprintf(" %d-%d", block.Begin, block.End)
		}
		return said
	case o.Kind == Timestamps && len(v) == 8:
		return fmt.Sprintf("ts %d %d", byteOrder.Uint32(v), byteOrder.Uint32(v[4:]))
	case o.Kind == MultipathTCP && o.Subtype() != "":
		return "mptcp " + o.Subtype()
	case o.Kind == FastOpen && len(v) == 0:
		return "tfo cookiereq" // as tcpdump has it
	case o.Kind == FastOpen && len(v) >= 4 && len(v) <= 16:
		return "tfo cookie " + hex.EncodeToString(v)
	}
	return fmt.Sprintf("kind %d (% x)", o.Kind, v)
}

// subtypes are those of Multipath TCP, RFC 8684, section 8.
var subtypes = [...]string{"MP_CAPABLE", "MP_JOIN", "DSS", "ADD_ADDR", "REMOVE_ADDR", "MP_PRIO", "MP_FAIL", "MP_FASTCLOSE", "MP_TCPRST"}

// Subtype returns the name of a Multipath TCP option's subtype, or "" for any
// other option.
func (o Option) Subtype() string {
	if o.Kind != MultipathTCP || len(o.Value) == 0 || int(o.Value[0]>>4) >= len(subtypes) {
		return ""
	}
	return subtypes[o.Value[0]>>4]
}
