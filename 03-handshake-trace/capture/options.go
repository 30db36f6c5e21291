package capture

import (
	"math"
	"math/bits"
	"time"

	"example.com/socket-tutorial/harness/lang"
)

// The codes of pcapng's options used here.
const (
	optEnd             = 0
	optComment         = 1
	optUserApplication = 4  // shb_userappl
	optTimeResolution  = 9  // if_tsresol
	optTimeOffset      = 14 // if_tsoffset
)

type option struct {
	code  uint16
	value []byte
}

// options takes the end of a block apart: Code 2, Length 2, Value padded to 4
// bytes. What does not fit the block ends the list.
func (s *section) options(data []byte) []option {
	var options []option
	for len(data) >= 4 {
		code, length := s.order.Uint16(data), int(s.order.Uint16(data[2:]))
		data = data[4:]
		if code == optEnd || length > len(data) {
			break
		}
		options = append(options, option{code, data[:length]})
		data = data[min(padded(length), len(data)):]
	}
	return options
}

// padded rounds a length up to a multiple of 4 bytes.
func padded(length int) int { return (length + 3) &^ 3 }

// description is what an Interface Description Block says of its packets.
type description struct {
	link           LinkType
	snapLength     uint32
	ticksPerSecond uint64
	offset         int64 // seconds to add to each time
}

// describe adds an interface; packets name it by its place in the section.
//
//	LinkType 2, Reserved 2, SnapLen 4, Options
func (s *section) describe(b block) error {
	if len(b.body) < 8 {
		return lang.Errorf("%s: %d bytes, it has at least 8", b.name, len(b.body))
	}
	d := description{
		link:           LinkType(s.order.Uint16(b.body)),
		snapLength:     s.order.Uint32(b.body[4:]),
		ticksPerSecond: 1e6,
	}
	if d.snapLength == 0 {
		d.snapLength = math.MaxUint32 // no limit
	}
	for _, o := range s.options(b.body[8:]) {
		switch {
		case o.code == optTimeResolution && len(o.value) == 1:
			if d.ticksPerSecond = resolution(o.value[0]); d.ticksPerSecond == 0 {
				return lang.Errorf("%s: if_tsresol %#02x is finer than can be counted", b.name, o.value[0])
			}
		case o.code == optTimeOffset && len(o.value) == 8:
			d.offset = int64(s.order.Uint64(o.value))
		}
	}
	s.interfaces = append(s.interfaces, d)
	return nil
}

// resolution returns how many ticks a second has: a power of 10, or of 2 if
// the most significant bit is set. It is 0 if that does not fit 64 bits.
func resolution(tsresol uint8) uint64 {
	base, exponent := uint64(10), tsresol
	if tsresol&0x80 != 0 {
		base, exponent = 2, tsresol&0x7f
	}
	ticks := uint64(1)
	for range exponent {
		overflow, product := bits.Mul64(ticks, base)
		if overflow != 0 {
			return 0
		}
		ticks = product
	}
	return ticks
}

// time turns a timestamp into a time. The product of 128 bits keeps every
// nanosecond at any resolution.
func (d description) time(ticks uint64) time.Time {
	seconds, rest := ticks/d.ticksPerSecond, ticks%d.ticksPerSecond
	high, low := bits.Mul64(rest, uint64(time.Second))
	nanoseconds, _ := bits.Div64(high, low, d.ticksPerSecond)
	return time.Unix(int64(seconds)+d.offset, int64(nanoseconds))
}
