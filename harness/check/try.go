package check

import (
	"fmt"
	"strings"
)

// longestTry is how many bytes somebody would send by hand.
const longestTry = 300

// try returns the line to try by hand after a failure: the check's own, or, where
// cases before this one were right, the bytes of this one.
func (t *T) try() string {
	// The cases of stages 01 to 03 differ in more than what is sent.
	if t.check.Try == "" || !t.hasFolded || len(t.conns) == 0 || t.stage.Number < "04" {
		return t.check.Try
	}
	// A file that this case is about is not there when it is tried by hand.
	if t.stage.GivesDir() && !strings.HasPrefix(t.check.Try, "printf ") {
		return t.check.Try
	}
	sent := t.conns[len(t.conns)-1].sent
	if len(sent) == 0 || len(sent) > longestTry {
		return t.check.Try
	}
	return fmt.Sprintf("printf '%s' | nc 127.0.0.1 8000", forPrintf(sent))
}

// forPrintf writes data for printf(1) between single quotes.
func forPrintf(data []byte) string {
	var b strings.Builder
	for _, c := range data {
		switch {
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '%' || c == '\\':
			b.Write([]byte{c, c})
		case c == '\'':
			b.WriteString(`'\''`)
		case c < ' ' || c >= 0x7f:
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
