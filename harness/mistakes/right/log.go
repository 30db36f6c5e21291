package right

import (
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// LogTo writes the article's log line of each request to w, with the request line
// as text makes it.
func LogTo(w io.Writer, text func(string) string) func(net.Conn, *Request, int) {
	return func(conn net.Conn, r *Request, status int) {
		client, _, _ := net.SplitHostPort(conn.RemoteAddr().String())
		when := time.Now().Format("02/Jan/2006 15:04:05")
		fmt.Fprintf(w, "%s - - [%s] \"%s\" %d -\n", client, when, text(r.Line), status)
	}
}

// Escaped returns text with \xNN in place of each byte that a terminal may obey.
func Escaped(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7f && c < 0xa0 {
			fmt.Fprintf(&b, `\x%02x`, c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
