package simplehttp

import "strings"

// redirect sends the browser to the same path with a slash at its end. The
// query stays. The browser is not to remember that: the directory may become a
// file.
func (h *RequestHandler) redirect() {
	h.SendResponse(301)
	h.SendHeader("Location", withSlash(h.Path))
	h.SendHeader("Content-Length", "0")
	h.sendCacheControl()
	h.EndHeaders()
}

// withSlash returns target with a slash at the end of its path, as a location
// on this server and no other: browsers read "//host" as another one, and a
// backslash as a slash.
func withSlash(target string) string {
	path := withoutQuery(target)
	query := target[len(path):]
	location := "/"
	if path = strings.Trim(path, "/"); path != "" {
		location += path + "/"
	}
	// Python's urlunsplit leaves out an empty query as well.
	if query != "?" {
		location += query
	}
	return escaped(location)
}

// escaped writes as escapes what no URL may contain (RFC 3986, section 2), and
// the backslash.
func escaped(location string) string {
	safe := make([]byte, 0, len(location))
	for _, c := range []byte(location) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\\\"<>^`{|}", c) >= 0 {
			safe = append(safe, '%', upperHex[c>>4], upperHex[c&15])
		} else {
			safe = append(safe, c)
		}
	}
	return string(safe)
}
