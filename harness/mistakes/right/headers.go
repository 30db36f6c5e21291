package right

import (
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
)

// Headers is a decoder of TCP headers as stage 03 asks. Each field is one
// decision of it, and may be replaced by a mistake.
type Headers struct {
	Order   binary.ByteOrder
	Number  func(field uint32) string
	Offset  func(upper byte) int // of its 4 bits
	Window  func(field uint16) int
	Flags   func(names []string) string
	Covered func(source, destination, tcp []byte) []byte // by the checksum
	Options func(header []byte) (mss uint16, shift byte, err error)
	Check   func(tcp []byte) error // may its lengths be followed
	Holds   func(answered int) int // of so many connections, how many the queue holds
}

// NewHeaders returns a decoder without a mistake.
func NewHeaders() *Headers {
	return &Headers{
		Order:   binary.BigEndian,
		Number:  func(field uint32) string { return fmt.Sprint(field) },
		Flags:   func(names []string) string { return strings.Join(names, ",") },
		Offset:  func(words byte) int { return int(words) },
		Window:  func(field uint16) int { return int(field) },
		Covered: Covered,
		Options: Options,
		Check:   Check,
		Holds:   func(answered int) int { return answered },
	}
}

// Main takes the segment in the capture named with -r apart, or fills a queue of
// the length named with -backlog.
func (h *Headers) Main() {
	name := flag.String("r", "", "")
	backlog := flag.Int("backlog", 0, "")
	flag.Bool("explain", true, "")
	flag.Parse()
	err := h.run(*name, *backlog)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func (h *Headers) run(name string, backlog int) error {
	if backlog > 0 {
		return h.fill(backlog)
	}
	capture, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return h.explain(capture[40:])
}

func (h *Headers) explain(packet []byte) error {
	tcp := packet[4*(packet[0]&0xf):]
	if err := h.Check(tcp); err != nil {
		return err
	}
	var names []string
	for i, name := range []string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"} {
		if tcp[13]>>i&1 == 1 {
			names = append(names, name)
		}
	}
	verdict := "bad"
	if sum(h.Covered(packet[12:16], packet[16:20], tcp)) == 0xffff {
		verdict = "good"
	}
	mss, shift, err := h.Options(tcp[:min(4*int(tcp[12]>>4), len(tcp))])
	fmt.Println("Source Port", h.Order.Uint16(tcp[0:]))
	fmt.Println("Destination Port", h.Order.Uint16(tcp[2:]))
	fmt.Println("Sequence Number", h.Number(h.Order.Uint32(tcp[4:])))
	fmt.Println("Acknowledgment Number", h.Number(h.Order.Uint32(tcp[8:])))
	fmt.Println("Data Offset", h.Offset(tcp[12]>>4))
	fmt.Println("Control bits", h.Flags(names))
	fmt.Println("Window", h.Window(h.Order.Uint16(tcp[14:])))
	fmt.Printf("Checksum %#04x, %s\n", h.Order.Uint16(tcp[16:]), verdict)
	fmt.Println("Maximum Segment Size", mss)
	fmt.Println("Window Scale", shift)
	return err
}

// Covered is the pseudo-header and the segment.
func Covered(source, destination, tcp []byte) []byte {
	covered := append(append([]byte(nil), source...), destination...)
	covered = append(covered, 0, 6, byte(len(tcp)>>8), byte(len(tcp)))
	return append(covered, tcp...)
}

// Options goes from one option to the next by their lengths.
func Options(header []byte) (mss uint16, shift byte, err error) {
	for options := header[20:]; len(options) > 0 && options[0] != 0; {
		size := 1
		if options[0] != 1 {
			if len(options) < 2 || options[1] < 2 || int(options[1]) > len(options) {
				return 0, 0, errors.New("an option with a length that cannot be right")
			}
			size = int(options[1])
		}
		switch options[0] {
		case 2:
			mss = binary.BigEndian.Uint16(options[2:])
		case 3:
			shift = options[2]
		}
		options = options[size:]
	}
	return mss, shift, nil
}

// Check wants the whole header.
func Check(tcp []byte) error {
	if len(tcp) < 20 || tcp[12]>>4 < 5 || 4*int(tcp[12]>>4) > len(tcp) {
		return errors.New("a header that cannot be right")
	}
	return nil
}

// sum is the ones' complement sum.
func sum(data []byte) uint16 {
	total := uint32(0)
	for i, b := range data {
		total += uint32(b) << (8 * (1 - i%2))
		total = total>>16 + total&0xffff
	}
	return uint16(total)
}
