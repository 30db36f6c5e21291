// Command solution is the exercise's decoder of TCP headers, finished. The
// picture of the header is in the exercise.
package main

import (
	"cmp"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/capture"
)

// recordedSYN is what an echo client's connect sent, IP header first.
const recordedSYN = "" +
	"\x45\x00\x00\x3c\xff\x73\x40\x00\x40\x06\x27\x46\x0a\x00\x00\x01\x0a\x00\x00\x02" +
	"\xdc\xd4\x13\x88\x02\x70\x85\xf0\x00\x00\x00\x00\xa0\x02\xfa\xf0\x46\xc0\x00\x00" +
	"\x02\x04\x05\xb4\x04\x02\x08\x0a\x00\x54\x79\x38\x00\x00\x00\x00\x01\x03\x03\x0a"

var (
	file    = flag.String("r", "", "take the first packet of this capture apart (`FILE`), and not the recorded SYN")
	backlog = flag.Int("backlog", 0, "count the connections that a queue of `N` holds, and take nothing apart")
)

func main() {
	// The stage draws a ladder unless it is told to explain. Yours explains.
	flag.Bool("explain", true, "take a header apart")
	flag.Parse()
	err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, "solution:", err)
		os.Exit(1)
	}
}

func run() (err error) {
	if *backlog > 0 {
		return measure(*backlog)
	}
	packet := []byte(recordedSYN)
	if *file != "" {
		if packet, err = first(*file); err != nil {
			return err
		}
	}
	return explain(packet)
}

// first returns the first packet of a capture, from its IP header on.
func first(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	reader, err := capture.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	packet, err := reader.Next()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return packet.IP()
}

// explain prints the fields of the TCP header in an IPv4 packet, each on a
// line: its name in the RFC, and its value.
func explain(packet []byte) error {
	if len(packet) < 20 || packet[0]>>4 != 4 {
		return fmt.Errorf("no IPv4 header in %d bytes", len(packet))
	}
	size := int(packet[0]&0x0f) * 4 // of the IP header: IHL counts words of 4 bytes
	if size < 20 || size > len(packet) {
		return fmt.Errorf("an IPv4 header of %d bytes in %d", size, len(packet))
	}
	source, destination, tcp := packet[12:16], packet[16:20], packet[size:]

	if err := whole(tcp); err != nil {
		return err
	}
	fmt.Println("Source Port", binary.BigEndian.Uint16(tcp[0:])) // 1
	fmt.Println("Destination Port", binary.BigEndian.Uint16(tcp[2:]))
	fmt.Println("Sequence Number", binary.BigEndian.Uint32(tcp[4:])) // 2
	fmt.Println("Acknowledgment Number", binary.BigEndian.Uint32(tcp[8:]))
	offset := int(tcp[12] >> 4)
	fmt.Println("Data Offset", offset) // 3

	var set []string
	for bit, name := range []string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"} {
		if tcp[13]&(1<<bit) != 0 {
			set = append(set, name)
		}
	}
	fmt.Println("Control bits", cmp.Or(strings.Join(set, ","), "none")) // 4
	fmt.Println("Window", binary.BigEndian.Uint16(tcp[14:]))            // 5

	verdict := "bad"
	if sum(pseudoHeader(source, destination, len(tcp)), tcp) == 0xffff {
		verdict = "good"
	}
	fmt.Printf("Checksum %#04x, %s\n", binary.BigEndian.Uint16(tcp[16:]), verdict) // 6

	return options(tcp[20 : 4*offset])
}

// pseudoHeader is what a checksum covers beside the segment (RFC 9293, 3.1).
func pseudoHeader(source, destination []byte, length int) []byte {
	header := append(append([]byte{}, source...), destination...)
	return append(header, 0, 6, byte(length>>8), byte(length))
}

// sum adds up words of 16 bits, and each carry at the other end.
func sum(parts ...[]byte) uint32 {
	var total uint32
	for _, part := range parts {
		if len(part)%2 == 1 {
			part = append(part[:len(part):len(part)], 0)
		}
		for i := 0; i < len(part); i += 2 {
			total += uint32(part[i])<<8 | uint32(part[i+1])
			total = total&0xffff + total>>16
		}
	}
	return total
}

// options prints what the options of a header say, as far as it knows them.
func options(data []byte) error { // 7
	for len(data) > 0 && data[0] != 0 {
		if data[0] == 1 {
			data = data[1:]
			continue
		}
		if len(data) < 2 || data[1] < 2 || int(data[1]) > len(data) { // 8
			return fmt.Errorf("an option of kind %d with a length that cannot be", data[0])
		}
		kind, value := data[0], data[2:data[1]]
		switch {
		case kind == 2 && len(value) == 2:
			fmt.Println("Maximum Segment Size", binary.BigEndian.Uint16(value))
		case kind == 3 && len(value) == 1:
			fmt.Println("Window Scale", value[0])
		}
		data = data[data[1]:]
	}
	return nil
}

// whole returns an error if a header is not all there.
func whole(tcp []byte) error { // 8
	if len(tcp) < 20 {
		return fmt.Errorf("a TCP header of %d bytes", len(tcp))
	}
	if offset := 4 * int(tcp[12]>>4); offset < 20 || offset > len(tcp) {
		return fmt.Errorf("a Data Offset of %d bytes in a segment of %d", offset, len(tcp))
	}
	return nil
}
