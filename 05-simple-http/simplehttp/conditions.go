package simplehttp

import (
	"io"
	"strings"
	"time"
)

// precondition evaluates the request's conditions in the order of RFC 9110,
// section 13.2.2, for what would be answered with 200. It returns 200, or 304
// where the client has it already, or 412 where it is not what the client
// believes it to be. In the article's protocol there is If-Modified-Since alone,
// as in Python 3.
func (h *RequestHandler) precondition(v validators) (status int) {
	if h.speaks11() {
		if match := h.Headers.Values("If-Match"); match != nil {
			if !matchesTag(match, v.tag, strongly) {
				return 412
			}
		} else if date, ok := h.dateOf("If-Unmodified-Since"); ok && v.modifiedAfter(date) {
			return 412
		}
	}
	if noneMatch := h.Headers.Values("If-None-Match"); noneMatch != nil {
		if h.speaks11() && matchesTag(noneMatch, v.tag, weakly) {
			return 304
		}
	} else if date, ok := h.dateOf("If-Modified-Since"); ok && !v.modified.IsZero() && !v.modifiedAfter(date) {
		return 304
	}
	return 200
}

// sendWithout answers where a condition has decided that nothing is to be sent:
// with 304, or with 412.
func (h *RequestHandler) sendWithout(status int, v validators) io.ReadCloser {
	if status == 412 {
		h.SendError(412)
		return nil
	}
	h.SendResponse(304)
	if h.speaks11() && v.tag != "" {
		h.SendHeader("ETag", v.tag)
	}
	h.sendCacheControl()
	h.EndHeaders()
	return nil
}

// stillCurrent reports whether a range may be answered: with If-Range, only if
// the client's part is of this very version (RFC 9110, section 13.1.5).
func (h *RequestHandler) stillCurrent(v validators) bool {
	conditions := h.Headers.Values("If-Range")
	if len(conditions) != 1 {
		return len(conditions) == 0 // of two, neither counts, and the whole is always right
	}
	condition := conditions[0]
	if date, ok := parseDate(condition, time.Now()); ok {
		return v.strongDate && date.Unix() == v.modified.Unix()
	}
	return condition == v.tag && !strings.HasPrefix(v.tag, "W/")
}

// only returns the value of a header that is sent once. One that is sent twice
// is not valid, and neither of its values counts (RFC 9110, section 5.3). Python
// takes the first.
func (h *RequestHandler) only(name string) (value string, ok bool) {
	values := h.Headers.Values(name)
	if len(values) == 0 || len(values) > 1 && h.speaks11() {
		return "", false
	}
	return values[0], true
}

// dateOf returns the date in a header, which is ignored if it cannot be read.
func (h *RequestHandler) dateOf(name string) (date time.Time, ok bool) {
	value, ok := h.only(name)
	if !ok {
		return time.Time{}, false
	}
	return parseDate(value, time.Now())
}

// The two ways to compare entity tags (RFC 9110, section 8.8.3.2): a weak tag
// is never strongly equal, not even to itself.
const (
	strongly = true
	weakly   = false
)

// matchesTag reports whether tag is in lists, each "*" or a list of entity tags.
// A list is read up to where it is none.
func matchesTag(lists []string, tag string, strong bool) bool {
	for _, list := range lists {
		if list == "*" {
			return true
		}
		for list = trimList(list); list != ""; list = trimList(list) {
			opaque, isWeak := strings.CutPrefix(list, "W/")
			end := endOfTag(opaque)
			if end < 0 {
				break
			}
			ours, ourWeak := strings.CutPrefix(tag, "W/")
			if opaque[:end] == ours && !(strong && (isWeak || ourWeak)) {
				return true
			}
			list = opaque[end:]
		}
	}
	return false
}

// trimList takes what may stand before an element from a list (RFC 9110, section
// 5.6.1).
func trimList(list string) string { return strings.TrimLeft(list, ", \t") }

// endOfTag returns the length of the quoted tag that s begins with, or -1.
func endOfTag(s string) int {
	if s == "" || s[0] != '"' {
		return -1
	}
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return i + 1
		case c <= ' ' || c == 0x7f:
			return -1
		}
	}
	return -1
}
