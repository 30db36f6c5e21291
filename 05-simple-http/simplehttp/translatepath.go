package simplehttp

import (
	"path"
	"strings"
)

// TranslatePath turns a request's path into the name of a file relative to the
// root, with slashes on every system. Query and fragment are dropped, escapes
// decoded, dot segments resolved without rising above the root. A slash at
// the end stays, so that a file asked for as a directory is not found; the
// root itself is ".".
//
// A "%" that begins no escape stands for itself, as in Python's unquote.
func (h *RequestHandler) TranslatePath(target string) string {
	target = withoutQuery(target)
	name := target
	if strings.IndexByte(name, '%') >= 0 {
		name = unquote(name)
	}
	if !strings.HasPrefix(name, "/") {
		name = "/" + name
	}
	// An absolute path cannot rise above "/" (path.Clean, rule 4).
	name = path.Clean(name)[1:]
	if name == "" {
		return "."
	}
	if strings.HasSuffix(target, "/") {
		name += "/"
	}
	return name
}

// withoutQuery returns target up to its query or fragment.
func withoutQuery(target string) string {
	if i := strings.IndexAny(target, "?#"); i >= 0 {
		return target[:i]
	}
	return target
}

// unquote decodes the escapes of s into the bytes they stand for, of whatever
// encoding.
func unquote(s string) string {
	decoded := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			high, ok1 := hexDigit(s[i+1])
			low, ok2 := hexDigit(s[i+2])
			if ok1 && ok2 {
				decoded = append(decoded, high<<4|low)
				i += 2
				continue
			}
		}
		decoded = append(decoded, s[i])
	}
	return string(decoded)
}

func hexDigit(c byte) (value byte, ok bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// upperHex are the digits that quoted bytes are written with (RFC 3986,
// section 2.1).
const upperHex = "0123456789ABCDEF"

// appendQuoted appends name as one segment of a relative URL, every byte but
// letters, digits and "_-." escaped, as Python's quote does. A colon among
// them: a link such as "javascript:x" would have a scheme (RFC 3986, section
// 4.2).
func appendQuoted(dst []byte, name string) []byte {
	for i := range len(name) {
		c := name[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-' || c == '.' {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', upperHex[c>>4], upperHex[c&15])
		}
	}
	return dst
}
