package mistakes

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"example.com/socket-tutorial/harness/mistakes/right"
)

// scenarios are mistakes of who observes: recordings with one change.
var scenarios = []row[*right.Scenarios]{
	{"late-stamps", "echo-segments", "wanted client SYN, then server SYN,ACK, then client ACK, then client FIN, then server FIN, then client ACK", "its tap is told of a segment only after the kernel has answered it",
		func(s *right.Scenarios) { s.Text["echo"] = lateStamps }},
	{"two-time-waits", "echo-states", "wanted LISTEN, then SYN_RECV, then ESTABLISHED, then CLOSE_WAIT, then LAST_ACK, then CLOSED", "it does not ask the kernel for the server's states, and takes them to be the client's",
		func(s *right.Scenarios) {
			s.Change("echo", "▶ SYN_RECV", "▶ SYN_SENT", "▶ CLOSE_WAIT", "▶ FIN_WAIT1", "close() = 0 LAST_ACK", "close() = 0 TIME_WAIT")
		}},
	{"accept-first", "echo-connect", "wanted accept(, then connect(, then connect() = 0, then accept() = ", "it notes when a call was entered, and prints its result beside that",
		func(s *right.Scenarios) {
			const entered, late = "│ accept()\n", "                                 │                                        │ accept() = port 36064\n"
			const next = "                                 │                                        │ recv(2048)\n"
			s.Change("echo", entered, "│ accept() = port 36064\n", late+next, next)
		}},
	{"accepts-anyway", "noaccept", "wanted no accept()", "its server of noaccept is the one of echo, but slower: it accepts, after a while",
		func(s *right.Scenarios) {
			const reset = "│┄┄┄────── 6 RST,ACK seq=1 ack=20 win=64 ┤ close() = 0 CLOSED\n"
			s.Change("noaccept", "  402.8                          "+reset,
				"  402.8                          │                                        │ accept() = port 36074\n                                 "+reset)
		}},
	{"nobody-there", "refused", "wanted client SYN, then server RST,ACK", "it connects to an address that no machine has, where nobody refuses",
		func(s *right.Scenarios) { s.Text["refused"] = nobodyThere }},
	{"capture-cut-short", "capture", "wanted as many", "it closes the capture when the client has closed its socket, before the last segments",
		func(s *right.Scenarios) {
			// A block ends with its length (pcapng, section 3.1).
			capture := s.Files["echo.pcapng"]
			last := binary.LittleEndian.Uint32(capture[len(capture)-4:])
			s.Files["echo.pcapng"] = capture[:len(capture)-int(last)]
		}},
	{"black-on-black", "picture", `echo.svg has no "prefers-color-scheme"`, "its picture is black on whatever is behind it, which may be black",
		func(s *right.Scenarios) {
			s.Files["echo.svg"] = bytes.ReplaceAll(s.Files["echo.svg"], []byte("prefers-color-scheme"), []byte("min-width"))
		}},
}

// headers are mistakes of the decoder.
var headers = []row[*right.Headers]{
	{"little-endian", "decode-ports", "wanted Source Port 40800", "it reads numbers as its own machine stores them",
		func(h *right.Headers) { h.Order = binary.LittleEndian }},
	{"signed-numbers", "decode-numbers", "wanted Sequence Number 3399983514", "it takes sequence numbers for signed ones",
		func(h *right.Headers) { h.Number = func(field uint32) string { return fmt.Sprint(int32(field)) } }},
	{"counts-bytes", "decode-offset", "wanted Data Offset 11", "it prints the header's length in bytes",
		func(h *right.Headers) { h.Offset = func(words byte) int { return 4 * int(words) } }},
	{"one-flag", "decode-flags", "wanted Control bits SYN,ACK", "it thinks that a segment has one control bit",
		func(h *right.Headers) { h.Flags = func(names []string) string { return names[0] } }},
	{"always-scaled", "decode-window", "wanted Window 58148", "it scales every window, by the factor that Linux likes",
		func(h *right.Headers) { h.Window = func(field uint16) int { return int(field) << 7 } }},
	{"no-pseudo-header", "decode-checksum", "wanted Checksum 0xbc18, good", "its checksum does not cover the addresses",
		func(h *right.Headers) { h.Covered = func(_, _, tcp []byte) []byte { return tcp } }},
	{"fixed-options", "decode-options", "wanted Maximum Segment Size 40800", "it looks for the options where Linux puts them",
		func(h *right.Headers) {
			h.Options = func(header []byte) (mss uint16, shift byte, err error) {
				if len(header) >= 40 {
					mss, shift = binary.BigEndian.Uint16(header[22:]), header[39]
				}
				_, _, err = right.Options(header)
				return mss, shift, err
			}
		}},
	{"never-refuses", "decode-refuses", "wanted exit status 1", "it shows what it can of a broken header, as if it were whole",
		func(h *right.Headers) {
			h.Check = func(tcp []byte) error {
				if len(tcp) < 20 {
					return errors.New("cut short")
				}
				return nil
			}
			h.Options = func(header []byte) (mss uint16, shift byte, err error) {
				if len(header) > 20 {
					mss, shift, _ = right.Options(header)
				}
				return mss, shift, nil
			}
		}},
	{"counts-the-unanswered", "backlog", "wanted 7 connections", "it counts every connect that it has tried, and so the one that found the queue full",
		func(h *right.Headers) { h.Holds = func(answered int) int { return answered + 1 } }},
}

const lateStamps = `Observed on a wire between two machines.

    0.0 connect(5000) SYN_SENT   ├ 1 SYN seq=0 win=64240 ──────────────┄┄┄│
   50.0                          │┄┄┄──── 2 SYN,ACK seq=0 ack=1 win=65160 ┤ SYN_RECV
  100.0 ESTABLISHED              ├ 3 ACK seq=1 ack=1 win=63 ───────────┄┄┄│
        close() = 0 FIN_WAIT1    ├ 4 FIN,ACK seq=1 ack=1 win=63 ───────┄┄┄│
        TIME_WAIT                ├ 5 ACK seq=2 ack=2 win=63 ───────────┄┄┄│
  150.0                          │┄┄┄─────── 6 FIN,ACK seq=1 ack=2 win=64 ┤ LAST_ACK
`

const nobodyThere = `Observed on a wire between two network namespaces, TUN devices, 50ms each way.

     ms client                    segments                                  server 10.0.0.2:5000
    3.4 socket() = 0             │                                        │
        connect(5000) SYN_SENT   ├ 1 SYN seq=0 win=64240 ──────────────┄┄┄│
 1027.1                          ├ 2 SYN seq=0 win=64240 ──────────────┄┄┄│
 3043.5                          ├ 3 SYN seq=0 win=64240 ──────────────┄┄┄│
 7139.8 CLOSED                   │                                        │
        connect() = ETIMEDOUT    │                                        │
`
