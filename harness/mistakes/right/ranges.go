package right

import (
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"time"
)

// Fails compares in whole seconds. There is no tag for If-Match to match.
func Fails(r *Request, changed time.Time) bool {
	if match := r.Get("If-Match"); match != "" {
		return match != "*"
	}
	since, err := http.ParseTime(r.Get("If-Unmodified-Since"))
	return err == nil && changed.Truncate(time.Second).After(since)
}

// NotModified compares in whole seconds, and knows HTTP's three forms of a date.
// With If-None-Match the date does not count; "*" is any file, and there is no tag.
func NotModified(r *Request, changed time.Time) bool {
	if match := r.Get("If-None-Match"); match != "" {
		return match == "*"
	}
	since, err := http.ParseTime(r.Get("If-Modified-Since"))
	return err == nil && !changed.Truncate(time.Second).After(since)
}

// Range returns the field of that name, unless it means nothing here.
func Range(r *Request, changed time.Time) string {
	if condition := r.Get("If-Range"); r.Method != "GET" || condition != "" && condition != LastModified(changed) {
		return ""
	}
	return r.Get("Range")
}

var rangeForm = regexp.MustCompile(`^bytes=(\d*)-(\d*)$`)

// Part returns the part of size bytes that a Range asks for: status 206 and n bytes
// from first on, 416 where there is not one of them, 200 where it is no range.
func Part(value string, size int64) (first, n int64, status int) {
	match := rangeForm.FindStringSubmatch(value)
	if match == nil || match[1] == "" && match[2] == "" {
		return 0, size, http.StatusOK
	}
	first, last := clamped(match[1]), clamped(match[2])
	switch {
	case match[1] == "":
		first, last = max(size-last, 0), size-1
	case match[2] == "":
		last = size - 1
	case last < first:
		return 0, size, http.StatusOK
	}
	last = min(last, size-1)
	if first >= size {
		return 0, 0, http.StatusRequestedRangeNotSatisfiable
	}
	return first, last - first + 1, http.StatusPartialContent
}

// clamped reads a number; one that does not fit is the largest.
func clamped(digits string) int64 {
	if digits == "" {
		return 0
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return math.MaxInt64
	}
	return n
}

// ContentRange is that field of n bytes from first on, or with a negative n of none.
func ContentRange(first, n, size int64) string {
	if n < 0 {
		return fmt.Sprintf("bytes */%d", size)
	}
	return fmt.Sprintf("bytes %d-%d/%d", first, first+n-1, size)
}
