package main

// TODOs 18 to 20: what a client has already, and the part that it wants.

import (
	"io/fs"
	"net/http"
	"regexp"
	"strconv"
	"time"
)

// isNotModified reports whether the client has the file already.
func (h *fileHandler) isNotModified(info fs.FileInfo) bool {
	if h.Headers.Get("If-None-Match") != "" { // 18
		return false
	}
	since, err := http.ParseTime(h.Headers.Get("If-Modified-Since")) // 18
	return err == nil && !info.ModTime().Truncate(time.Second).After(since)
}

// isAnother reports whether the file is not the one that the client means. There are
// no tags here for If-Match to match.
func (h *fileHandler) isAnother(info fs.FileInfo) bool {
	if match := h.Headers.Get("If-Match"); match != "" { // 19
		return match != "*"
	}
	date, err := http.ParseTime(h.Headers.Get("If-Unmodified-Since"))
	return err == nil && info.ModTime().Truncate(time.Second).After(date)
}

var oneRange = regexp.MustCompile(`^bytes=([0-9]*)-([0-9]*)$`)

// part returns which bytes of the file are asked for, and the status that says
// so: 200 for all, 206 for some, 416 if there are none.
func (h *fileHandler) part(info fs.FileInfo) (from, to int64, status int) {
	size := info.Size()
	match := oneRange.FindStringSubmatch(h.Headers.Get("Range")) // 20
	if match == nil || match[1]+match[2] == "" || h.Command != "GET" || !h.isUnchanged(info) {
		return 0, size, 200
	}
	// A number that fits in no int64 is the largest that does.
	from, _ = strconv.ParseInt(match[1], 10, 64)
	last, _ := strconv.ParseInt(match[2], 10, 64)
	switch {
	case match[1] == "": // the last bytes
		from, last = max(0, size-last), size-1
	case match[2] == "":
		last = size - 1
	case last < from:
		return 0, size, 200
	}
	if from >= size {
		return 0, 0, 416
	}
	return from, min(last, size-1) + 1, 206
}

// isUnchanged reports whether the file is the one that a client has a part of.
func (h *fileHandler) isUnchanged(info fs.FileInfo) bool {
	condition := h.Headers.Get("If-Range") // 20
	if condition == "" {
		return true
	}
	date, err := http.ParseTime(condition)
	return err == nil && info.ModTime().Truncate(time.Second).Equal(date)
}
