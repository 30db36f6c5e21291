package main

import (
	"bufio"
	"fmt"
	"os"
	"sync"

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

// isNullDevice reports that nobody will read the narration. Writing it would
// cost several times what the echo does.
func isNullDevice(f *os.File) bool {
	stdout, err := f.Stat()
	if err != nil {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err == nil && os.SameFile(stdout, null)
}

// isTerminal reports that f is a terminal, or the null device, where nothing
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
