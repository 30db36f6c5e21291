package simplehttp

import "time"

// notModified reports whether the client's copy is as new as the file. A date
// that cannot be read is ignored, and any date beside If-None-Match (RFC 9110,
// section 13.1.3).
func (h *RequestHandler) notModified(modified time.Time) bool {
	since := h.Headers.Get("If-Modified-Since")
	if since == "" || h.Headers.Get("If-None-Match") != "" {
		return false
	}
	date, ok := parseDate(since, time.Now())
	// HTTP's dates know no fractions of a second.
	return ok && modified.Unix() <= date.Unix()
}

// stillCurrent reports whether a range may be answered: with If-Range, only if
// the file is exactly the one of that date, so that the parts belong together
// (RFC 9110, section 13.1.5). We send no entity tags, so none can match.
func (h *RequestHandler) stillCurrent(modified time.Time) bool {
	condition := h.Headers.Get("If-Range")
	if condition == "" {
		return true
	}
	date, ok := parseDate(condition, time.Now())
	return ok && modified.Unix() == date.Unix()
}
