package basehttp

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strings"
)

// The character classes of RFC 9110 and RFC 3986, by byte.
const (
	tokenChar  = 1 << iota // of methods and header names: RFC 9110, 5.6.2
	valueChar              // of header values: RFC 9110, 5.5
	hostChar               // of reg-name: RFC 3986, 3.2.2, without the comma
	targetChar             // of request targets; see isTarget
)

var classes = func() (table [256]byte) {
	for c := range table {
		if c == '\t' || c >= ' ' && c != 0x7f {
			table[c] |= valueChar
		}
		if c > ' ' && c != 0x7f {
			table[c] |= targetChar
		}
		letterOrDigit := c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
		if letterOrDigit || c < 0x80 && strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			table[c] |= tokenChar
		}
		if letterOrDigit || c < 0x80 && strings.ContainsRune("-._~%!$&'()*+;=", rune(c)) {
			table[c] |= hostChar
		}
	}
	return table
}()

// allOf reports whether each byte of s is of the class.
func allOf(s string, class byte) bool {
	for i := range len(s) {
		if classes[s[i]]&class == 0 {
			return false
		}
	}
	return true
}

// IsToken reports whether s is a token (RFC 9110, 5.6.2), as methods and the
// names of headers are.
func IsToken(s string) bool { return s != "" && allOf(s, tokenChar) }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// EqualToken reports whether a and b are the same token, in any case. Tokens of
// the protocol are ASCII, and so is their case: [strings.EqualFold] would also
// take U+212A, the sign for kelvin, for a k, and find chunks where another
// server refuses the request.
func EqualToken(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// isTarget reports whether s has no blanks or control characters. Bytes beyond
// ASCII should be escaped, but are what a user means who types them.
func isTarget(s string) bool { return allOf(s, targetChar) }

// trimBlanks takes blanks and tabs from both ends (RFC 9110, 5.6.3).
func trimBlanks(s string) string {
	for s != "" && (s[0] == ' ' || s[0] == '\t') {
		s = s[1:]
	}
	for s != "" && (s[len(s)-1] == ' ' || s[len(s)-1] == '\t') {
		s = s[:len(s)-1]
	}
	return s
}

// isAuthority reports whether s is a host with or without a port. An empty host
// is allowed in a Host header, but not with a port, and nowhere is a user name
// (RFC 9110, 4.2).
func isAuthority(s string) bool {
	host, port, hasPort := s, "", false
	if i := strings.LastIndexByte(s, ':'); i > strings.LastIndexByte(s, ']') {
		host, port, hasPort = s[:i], s[i+1:], true
	}
	if hasPort && port != "" && (!isDigits(port) || len(port) > 5) {
		return false
	}
	if strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]") {
		address, err := netip.ParseAddr(host[1 : len(host)-1])
		return err == nil && address.Is6() && address.Zone() == ""
	}
	return allOf(host, hostChar) && isPercentEncoded(host) && (host != "" || !hasPort)
}

// isPercentEncoded reports whether each % in s is followed by two hexadecimal
// digits.
func isPercentEncoded(s string) bool {
	for {
		var found bool
		if _, s, found = strings.Cut(s, "%"); !found {
			return true
		}
		if len(s) < 2 || !isHexDigit(s[0]) || !isHexDigit(s[1]) {
			return false
		}
	}
}

func isHexDigit(c byte) bool { return isDigit(c) || 'a' <= lower(c) && lower(c) <= 'f' }

// cutLine returns the first line of s, with its end, and what follows it.
func cutLine(s string) (line, rest string) {
	i := strings.IndexByte(s, '\n')
	return s[:i+1], s[i+1:]
}

// trimLineEnd takes CRLF, or LF alone, from the end of a line. A bare CR
// elsewhere in it stays, and is an error in whatever it stands in.
func trimLineEnd(line string) string {
	return strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
}

// repr writes s as Python's repr does, whose messages show it: in quotes, and
// with escapes for what is not printable ASCII.
func repr(s string) string {
	quote := "'"
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = `"`
	}
	var b strings.Builder
	b.WriteString(quote)
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\\' || c == quote[0]:
			b.WriteByte('\\')
			b.WriteByte(c)
		case c == '\t':
			b.WriteString(`\t`)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c < ' ' || c >= 0x7f:
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + quote
}

func isTimeout(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }
