// Command exercise is a decoder of TCP headers to be finished, and the
// beginning of a measurement. The TODOs are in the order of the harness's
// checks: fill in the next one, run the checks, and read what they say. The
// picture of the header is in RFC 9293, section 3.1:
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-------------------------------+-------------------------------+
//	|          Source Port          |       Destination Port        |
//	+-------------------------------+-------------------------------+
//	|                        Sequence Number                        |
//	+---------------------------------------------------------------+
//	|                    Acknowledgment Number                      |
//	+-------+-------+---------------+-------------------------------+
//	| Data  |       |C|E|U|A|P|R|S|F|                               |
//	|Offset | Rsrvd |W|C|R|C|S|S|Y|I|            Window             |
//	|       |       |R|E|G|K|H|T|N|N|                               |
//	+-------+-------+---------------+-------------------------------+
//	|           Checksum            |        Urgent Pointer         |
//	+-------------------------------+-------------------------------+
//	|                            Options                            |
//	+---------------------------------------------------------------+
package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/capture"
	"example.com/socket-tutorial/03-handshake-trace/exercise/queue"
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
		fmt.Fprintln(os.Stderr, "exercise:", err)
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
	// TODO 1 (decode-ports): two numbers of 16 bits, the most significant byte
	// first. In Go: binary.BigEndian.Uint16(tcp[0:]).
	fmt.Println("Source Port", 0)
	fmt.Println("Destination Port", 0)

	// TODO 2 (decode-numbers): two numbers of 32 bits.
	fmt.Println("Sequence Number", 0)
	fmt.Println("Acknowledgment Number", 0)

	// TODO 3 (decode-offset): the upper half of a byte, in words of 4 bytes.
	fmt.Println("Data Offset", 0)

	// TODO 4 (decode-flags): the names of the bits that are set, FIN first, with
	// commas between, as in SYN,ACK.
	fmt.Println("Control bits", "none")

	// TODO 5 (decode-window): 16 bits again.
	fmt.Println("Window", 0)

	// TODO 6 (decode-checksum): the value as %#04x, a comma, and good or bad. Add
	// up, as words of 16 bits, the pseudo-header (source, destination, a zero, 6
	// for TCP, the length of tcp: 12 bytes) and tcp itself, add each carry at the
	// other end, and the sum of a good segment is 0xffff.
	fmt.Println("Checksum", "0x0000,", "bad")
	_, _ = source, destination

	return options(tcp[20:])
}

// options prints what the options of a header say, as far as it knows them.
func options(data []byte) error {
	// TODO 7 (decode-options): each option is a Kind, a Length that counts these
	// two bytes too, and a Value; but Kind 1 (No-Operation) stands alone, and
	// Kind 0 ends the list, as does the Data Offset. Print Kind 2 as "Maximum
	// Segment Size 1460" and Kind 3 as "Window Scale 10", and step over others.
	return nil
}

// whole returns an error if a header is not all there.
func whole(tcp []byte) error {
	// TODO 8 (decode-refuses): tcp may be shorter than the shortest header, and
	// its Data Offset may be too small or point beyond its end. Back in options,
	// a Length of 0 must not hold you for ever.
	return nil
}

const (
	patience = 500 * time.Millisecond // for one connect; where there is room it takes microseconds
	most     = 64                     // connections, should there be no end
)

// measure says how many connections a queue holds that nobody accepts from.
func measure(backlog int) error {
	port, err := queue.Listen(backlog)
	if err != nil {
		return err
	}
	// TODO 9 (backlog): connect to port of 127.0.0.1 again and again, in Go with
	// net.DialTimeout and patience, and keep what you get open. The first connect
	// that is not answered ends it: count those before. How long do they take?
	_, _ = port, most
	fmt.Printf("backlog %d: %d connections\n", backlog, 0)
	return nil
}
