package main

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

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
			b.WriteByte('\\')
			b.WriteByte(`tnvfr"\`[at])
		case c >= ' ' && c <= '~':
			b.WriteByte(c)
		case i+1 < len(shown) && shown[i+1] >= '0' && shown[i+1] <= '7':
			// All three digits, or the next one would read as part of it.
			fmt.Fprintf(&b, `\%03o`, c)
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
	escaped := 0
	for rest := []byte(data); len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if isText(r) && !(r == utf8.RuneError && size == 1) {
			b.Write(rest[:size])
			rest = rest[size:]
			continue
		}
		if escaped >= maxShown {
			return b.String() + "..."
		}
		fmt.Fprintf(&b, `\%03o`, rest[0])
		escaped++
		rest = rest[1:]
	}
	return b.String()
}

func isText(r rune) bool {
	return r == '\n' || r == '\t' || unicode.IsGraphic(r)
}
