package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/ladder"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// stepper asks about each segment before it arrives. After the end of in
// every segment is delivered.
func stepper(in io.Reader, out io.Writer, recorder *timeline.Recorder, l *ladder.Ladder) func(*timeline.Segment) bool {
	lines := bufio.NewScanner(in)
	return func(s *timeline.Segment) bool {
		recorder.Lock()
		l.Flush()
		recorder.Unlock()
		flags := ""
		if decoded, err := segment.Decode(s.Packet); err == nil {
			flags = decoded.Flags.String() + " "
		}
		fmt.Fprintf(out, "%d %sfrom the %s: Enter delivers it, x loses it > ", s.Number, flags, s.From)
		if !lines.Scan() {
			fmt.Fprintln(out)
			return true
		}
		return strings.TrimSpace(lines.Text()) != "x"
	}
}
