package basehttp

import (
	"strconv"
	"strings"
)

// frame finds in the headers where the request ends (RFC 9112, section 6) and
// whether another may follow it. Two parties that disagree on this are how
// requests are smuggled, so whatever can be read in two ways is an error.
func (h *RequestHandler) frame() error {
	// Room for one of each, which is on the stack.
	hosts, lengths, codings := make([]string, 0, 1), make([]string, 0, 1), make([]string, 0, 1)
	var connection, expect string
	for i := range h.Headers {
		switch header := &h.Headers[i]; {
		case header.is("Host"):
			hosts = append(hosts, header.Value)
		case header.is("Content-Length"):
			lengths = append(lengths, header.Value)
		case header.is("Transfer-Encoding"):
			codings = append(codings, header.Value)
		case header.is("Connection"):
			if connection != "" {
				connection += ","
			}
			connection += header.Value
		case header.is("Expect"):
			expect = header.Value
		}
	}
	if err := h.checkHost(hosts); err != nil {
		return err
	}
	if err := h.frameBody(lengths, codings); err != nil {
		return err
	}
	h.CloseConnection = !h.persists(connection)
	return h.noteExpectation(expect)
}

// checkHost asks for one Host, which HTTP/1.0 did not have yet.
func (h *RequestHandler) checkHost(hosts []string) error {
	switch {
	case len(hosts) == 0 && h.RequestVersion >= "HTTP/1.1":
		return &requestError{400, "Missing Host header"}
	case len(hosts) > 1:
		return &requestError{400, "More than one Host header"}
	case len(hosts) == 1 && !isAuthority(hosts[0]):
		return &requestError{400, "Bad Host header (" + repr(hosts[0]) + ")"}
	}
	return nil
}

// frameBody finds the body's length, from at most one header of one kind.
func (h *RequestHandler) frameBody(lengths, codings []string) error {
	switch {
	case len(lengths)+len(codings) > 1:
		return &requestError{400, "More than one header that tells the body's length"}
	case len(codings) == 1:
		return h.frameChunked(codings[0])
	case len(lengths) == 1:
		n, err := strconv.ParseInt(lengths[0], 10, 64)
		if err != nil || !isDigits(lengths[0]) {
			return &requestError{400, "Bad Content-Length (" + repr(lengths[0]) + ")"}
		}
		h.body.remaining = n
	default:
		h.body.remaining = 0
	}
	return nil
}

func (h *RequestHandler) frameChunked(coding string) error {
	if h.RequestVersion < "HTTP/1.1" {
		return &requestError{400, "Transfer-Encoding in HTTP/1.0"}
	}
	if !EqualToken(coding, "chunked") {
		return refusedCoding(coding)
	}
	h.body.remaining, h.body.chunked = 0, true
	return nil
}

// refusedCoding is 501 for codings that are not known here, or not decoded, and
// 400 where the last one is known and does not tell the body's end, as chunked
// alone does (RFC 9112, 6.3).
func refusedCoding(codings string) error {
	last := trimBlanks(codings[strings.LastIndexByte(codings, ',')+1:])
	for _, known := range []string{"gzip", "x-gzip", "deflate", "compress", "x-compress"} {
		if EqualToken(last, known) {
			return &requestError{400, "The last transfer coding must be chunked (" + repr(codings) + ")"}
		}
	}
	return &requestError{501, "Unsupported transfer coding (" + repr(codings) + ")"}
}

// persists reports whether the connection may serve another request, which is
// what 1.1 made the rule and 1.0 has to be asked for (RFC 9112, 9.3).
func (h *RequestHandler) persists(connection string) bool {
	switch {
	case h.ProtocolVersion < "HTTP/1.1" || hasToken(connection, "close"):
		return false
	case h.RequestVersion >= "HTTP/1.1":
		return true
	}
	return hasToken(connection, "keep-alive")
}

// hasToken reports whether token is in a comma-separated list, in any case.
func hasToken(list, token string) bool {
	for list != "" {
		var item string
		item, list, _ = strings.Cut(list, ",")
		if EqualToken(trimBlanks(item), token) {
			return true
		}
	}
	return false
}

// noteExpectation remembers a client that waits for 100 Continue. There is no
// other expectation (RFC 9110, 10.1.1), and there was none in HTTP/1.0.
func (h *RequestHandler) noteExpectation(expect string) error {
	if expect == "" || h.ProtocolVersion < "HTTP/1.1" || h.RequestVersion < "HTTP/1.1" {
		return nil
	}
	if !EqualToken(expect, "100-continue") {
		return &requestError{417, ""}
	}
	h.body.awaited = true
	return nil
}
