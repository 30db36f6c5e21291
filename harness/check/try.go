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
	if t.check.Try == "" || !t.hasFolded || len(t.conns) == 0 {
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
	return fmt.Sprintf("printf '%s' | nc 127.0.0.1 %d", forPrintf(sent), t.stage.usualPort())
}

// usualPort is where the program of a stage listens that is started by hand.
func (s Stage) usualPort() int {
	if s.Number < "04" {
		return 5000
	}
	return 8000
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
