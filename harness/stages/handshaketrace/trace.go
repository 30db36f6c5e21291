package handshaketrace

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"example.com/socket-tutorial/harness/check"
)

// traceChecks are about the scenarios of stage 03: what they show on the
// terminal and what they write to files. They read both as anybody would.
var traceChecks = []check.Check{
	{
		Name:  "echo-segments",
		Title: "the echo is three segments, then data, then a close",
		Level: check.Beyond,
		Why:   "the article draws three segments for the handshake; these are the ones of a real connection, in the order in which they left",
		Hint:  "capture where the segments leave the machine, not where the program is told of them, and draw one line for each",
		Run: func(t *check.T) {
			rows := observed(t, "-s", "echo")
			expectInOrder(t, "segments: %s", rows, leaving, "client SYN", "server SYN,ACK", "client ACK", "client FIN", "server FIN", "client ACK")
		},
	},
	{
		Name:  "echo-states",
		Title: "both ends pass through their states in RFC 9293's order",
		Level: check.Beyond,
		Why:   "the client's and the server's way through the same connection differ: only the one that closes first sees TIME_WAIT (both do where both close at once)",
		Hint:  "ask sock_diag for the pair of addresses after each segment that arrives, and print a state when it has changed",
		Needs: []string{"echo-segments"},
		Run: func(t *check.T) {
			rows := observed(t, "-s", "echo")
			expectInOrder(t, "client: %s", rows, atClient, "SYN_SENT", "ESTABLISHED", "FIN_WAIT1", "TIME_WAIT")
			expectInOrder(t, "server: %s", rows, atServer, "LISTEN", "SYN_RECV", "ESTABLISHED", "CLOSE_WAIT", "LAST_ACK", "CLOSED")
		},
	},
	{
		Name:  "echo-connect",
		Title: "connect returns before accept does",
		Level: check.Beyond,
		Why:   "connect returns with the second segment and accept with the third, which is still on its way (sock.connect, sock.accept)",
		Hint:  "note a call when it is entered and again when it returns, on the clock that the segments are on",
		Needs: []string{"echo-segments"},
		Run: func(t *check.T) {
			rows := observed(t, "-s", "echo")
			calls := func(r ladderRow) string { return r.client + r.server }
			expectInOrder(t, "calls and states: %s", rows, calls, "accept(", "connect(", "connect() = 0", "accept() = ")
		},
	},
	{
		Name:  "noaccept",
		Title: "the kernel shakes hands, not accept",
		Level: check.Beyond,
		Why:   "the article says that accept answers the SYN; but connect returns and data is acknowledged though accept is never called",
		Hint:  "let the server listen and never accept, and the client connect and send; show what the kernels do",
		Needs: []string{"echo-segments"},
		Run: func(t *check.T) {
			rows := observed(t, "-s", "noaccept")
			expectInOrder(t, "client: %s", rows, atClient, "connect() = 0", "send(")
			expectInOrder(t, "segments: %s", rows, leaving, "client SYN", "server SYN,ACK", "client ACK", "client ACK", "server ACK")
			expectInOrder(t, "server: %s", rows, atServer, "SYN_RECV", "ESTABLISHED")
			if slices.ContainsFunc(rows, func(r ladderRow) bool { return strings.Contains(r.server, "accept(") }) {
				t.Fail("wanted no accept()")
			}
		},
	},
	{
		Name:  "refused",
		Title: "where nobody listens, a reset answers",
		Level: check.Beyond,
		Why:   "ECONNREFUSED is not a guess of the client's kernel: the other one said so, in one segment",
		Hint:  "connect to a port of the server's address on which there is no socket",
		Needs: []string{"echo-segments"},
		Run: func(t *check.T) {
			rows := observed(t, "-s", "refused")
			expectInOrder(t, "segments: %s", rows, leaving, "client SYN", "server RST,ACK")
			expectInOrder(t, "client: %s", rows, atClient, "SYN_SENT", "CLOSED", "ECONNREFUSED")
		},
	},
	{
		Name:  "capture",
		Title: "-o writes a capture that others can read",
		Level: check.Beyond,
		Why:   "a trace is believed when Wireshark and tshark, which know nothing of it, read the same segments from it",
		Hint:  "pcapng: a section header, one interface of link type 101, and each segment with its time and a comment of what happened then",
		Needs: []string{"echo-segments"},
		Run: func(t *check.T) {
			rows := observed(t, "-s", "echo", "-o", t.Dir())
			drawn := slices.DeleteFunc(rows, func(r ladderRow) bool { return r.leaves == "" })
			segments := readCapture(t, filepath.Join(t.Dir(), "echo.pcapng"))
			if len(segments) != len(drawn) {
				t.Note("the ladder has %d segments, the capture %d", len(drawn), len(segments))
				t.Fail("wanted as many")
			}
			for i, flags := range segments {
				if _, said, _ := strings.Cut(drawn[i].leaves, " "); said != flags {
					t.Note("segment %d is %s in the ladder and %s in the capture", i+1, said, flags)
					t.Fail("wanted the same")
				}
			}
		},
	},
	{
		Name:  "picture",
		Title: "-o draws a picture for light and dark pages",
		Level: check.Beyond,
		Why:   "slanted arrows are what people look at first, and a README is read in both",
		Hint:  "one SVG without script, whose style asks for prefers-color-scheme",
		Needs: []string{"echo-segments"},
		Run: func(t *check.T) {
			observed(t, "-s", "echo", "-o", t.Dir())
			picture, err := os.ReadFile(filepath.Join(t.Dir(), "echo.svg"))
			t.Must(err)
			if err := wellFormed(string(picture)); err != nil {
				t.Fail("echo.svg is no XML: %v", err)
			}
			for _, part := range []string{"<svg ", "prefers-color-scheme", "SYN", "TIME_WAIT"} {
				if !strings.Contains(string(picture), part) {
					t.Fail("echo.svg has no %q", part)
				}
			}
		},
	},
}

// wellFormed reads XML to its end.
func wellFormed(text string) error {
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
