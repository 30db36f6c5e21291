package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/fatih/color"
)

// The narration is one time line on standard output: the article's messages as
// they are, and between them the calls, dim where there is a terminal.
var narration = struct {
	sync.Mutex
	out    *bufio.Writer
	call   *color.Color
	silent bool
}{
	out:    bufio.NewWriter(os.Stdout),
	call:   color.New(color.Faint),
	silent: isNullDevice(os.Stdout),
}

// isNullDevice reports whether nobody will read the narration: writing it would
// cost several times what the echo does. Windows numbers no devices, so that
// SameFile takes a console or a pipe there for the null device.
func isNullDevice(f *os.File) bool {
	stdout, err := f.Stat()
	if err != nil || runtime.GOOS == "windows" {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err == nil && os.SameFile(stdout, null)
}

// isTerminal reports whether f is a terminal, or the null device, where nothing
// is seen.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// enter narrates that a call is about to be made which may wait: whatever has
// been said so far is shown first.
func enter(call string) {
	narrate(narration.call, "%s() …", call)
	flush()
}

// returned narrates a call that has been made, in the shape of strace, which
// puts the result in column 40 where the call is short enough.
func returned(call, result string) {
	narrate(narration.call, "%-39s = %s", call, result)
}

// remark narrates what is so without a call.
func remark(words string) {
	narrate(narration.call, "(%s)", words)
}

// say prints one of the article's messages.
func say(format string, args ...any) {
	narrate(nil, format, args...)
}

func narrate(c *color.Color, format string, args ...any) {
	if narration.silent {
		return
	}
	narration.Lock()
	defer narration.Unlock()
	if c == nil {
		fmt.Fprintf(narration.out, format+"\n", args...)
		return
	}
	c.Fprintf(narration.out, format, args...)
	fmt.Fprintln(narration.out)
}

// flush shows what has been narrated. Lines are kept until the program is
// about to wait, so that a busy server pays for one write and not for five.
func flush() {
	if narration.silent {
		return
	}
	narration.Lock()
	defer narration.Unlock()
	narration.out.Flush()
}

// maxShown is how many bytes of a string, and how many elements of an array,
// strace shows unless it is told otherwise (-s in strace(1)).
const maxShown = 32

// quoted is data as strace writes it: cut after 32 bytes, escaped as in C.
type quoted []byte

func (data quoted) String() string {
	shown, more := data, ""
	if len(data) > maxShown {
		shown, more = data[:maxShown], "..."
	}
	var b strings.Builder
	for i, c := range shown {
		switch at := strings.IndexByte("\t\n\v\f\r\"\\", c); {
		case at >= 0:
			b.WriteString(`\` + `tnvfr"\`[at:at+1])
		case c >= ' ' && c <= '~':
			b.WriteByte(c)
		case i+1 < len(shown) && shown[i+1] >= '0' && shown[i+1] <= '7':
			fmt.Fprintf(&b, `\%03o`, c) // or the next digit would be part of it
		default:
			fmt.Fprintf(&b, `\%o`, c)
		}
	}
	return `"` + b.String() + `"` + more
}

// text is data inside a message. Text is printed byte for byte, as the article
// does. Other bytes could ring the terminal's bell or move its cursor: they are
// written in octal, and the message ends after 32 of them.
type text []byte

func (data text) String() string {
	var b strings.Builder
	for rest, escaped := data, 0; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch valid := r != utf8.RuneError || size > 1; {
		case valid && (r == '\n' || r == '\t' || unicode.IsGraphic(r)):
			b.Write(rest[:size])
		case escaped == maxShown:
			return b.String() + "..."
		default:
			fmt.Fprintf(&b, `\%03o`, rest[0])
			escaped++
			size = 1
		}
		rest = rest[size:]
	}
	return b.String()
}
