package simplehttp

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

// byteRange is a part of a file, in bytes.
type byteRange struct{ start, length int64 }

// requestedRange returns the part of file that is asked for and the status to
// send it with: all of it with 200, one range with 206. With 416 the range
// lies beyond the file.
//
// Ranges belong to GET, of whatever minor version: proxies ask in HTTP/1.0.
// Several at once are answered with the whole file, as RFC 9110, section 14.2,
// allows.
func (h *RequestHandler) requestedRange(file *File, v validators) (part byteRange, status int) {
	whole := byteRange{0, file.Size}
	header, sent := h.only("Range")
	if !sent || h.Command != "GET" || !h.speaks11() || !h.stillCurrent(v) {
		return whole, 200
	}
	part, status = parseRange(header, file.Size)
	if status != 206 {
		return whole, status
	}
	if _, err := file.Seek(part.start, io.SeekStart); err != nil {
		return whole, 200
	}
	return part, 206
}

// speaks11 reports whether this server speaks HTTP/1.1, and not the article's
// HTTP/1.0.
func (h *RequestHandler) speaks11() bool { return h.ProtocolVersion >= "HTTP/1.1" }

// sendUnsatisfiable answers a range beyond the end of a file of size bytes, and
// says where the end is.
func (h *RequestHandler) sendUnsatisfiable(size int64) {
	h.SendResponse(416)
	h.SendHeader("Content-Range", fmt.Sprintf("bytes */%d", size))
	h.SendHeader("Content-Length", "0")
	h.EndHeaders()
}

// contentRange is what says where r lies in a file of size bytes.
func (r byteRange) contentRange(size string) string {
	first, last := strconv.FormatInt(r.start, 10), strconv.FormatInt(r.start+r.length-1, 10)
	return "bytes " + first + "-" + last + "/" + size
}

// parseRange reads a Range header for a file of size bytes (RFC 9110, section
// 14.1.2). The status is 206, or 416 for a range that has no byte in the file,
// or 200 where the header is to be ignored: no single range, or not one.
func parseRange(header string, size int64) (part byteRange, status int) {
	unit, set, found := strings.Cut(header, "=")
	first, last, dash := strings.Cut(strings.Trim(set, " \t"), "-")
	if !found || !dash || !basehttp.EqualToken(unit, "bytes") {
		return byteRange{}, 200
	}
	from, okFrom := position(first)
	to, okTo := position(last)
	switch {
	case first == "" && okTo:
		return suffix(to, size)
	case last == "" && okFrom:
		to = math.MaxInt64
	case !okFrom || !okTo || to < from:
		return byteRange{}, 200
	}
	if from >= size {
		return byteRange{}, 416
	}
	return byteRange{from, min(to, size-1) - from + 1}, 206
}

// suffix is the last length bytes of a file. Of an empty file that is all of
// it, for which a 206 has no words.
func suffix(length, size int64) (part byteRange, status int) {
	switch {
	case length == 0:
		return byteRange{}, 416
	case size == 0:
		return byteRange{}, 200
	}
	length = min(length, size)
	return byteRange{size - length, length}, 206
}

// position reads digits. A number too large for an int64 lies beyond every
// file, and so does the largest of them.
func position(digits string) (n int64, ok bool) {
	if digits == "" {
		return 0, false
	}
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return 0, false
		}
		if n > (math.MaxInt64-9)/10 {
			n = math.MaxInt64
		} else {
			n = n*10 + int64(c-'0')
		}
	}
	return n, true
}
