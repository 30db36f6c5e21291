package simplehttp

import (
	"strconv"
	"time"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

// validators tell one version of a file from the next (RFC 9110, section 8.8).
// A listing has none.
type validators struct {
	// tag is an entity tag. It is made of inode, size and ctime, which no
	// write leaves as they were; a date knows no fractions of a second, and
	// anybody may set it.
	tag string
	// modified is the file's time; zero is unknown.
	modified time.Time
	// strongDate is whether modified names one version alone.
	strongDate bool
}

// How long the clock of a file system may stand still: a tick of the kernel's
// or, where times have no fractions, two seconds (FAT).
const (
	tick       = 20 * time.Millisecond
	coarseTick = 2 * time.Second
)

// description is what a head says of a file as a whole. To write it costs a tenth
// of the answer, so it is kept with the file.
type description struct {
	validators
	length, lastModified string
}

func describe(file *File) any {
	return &description{
		validators:   validatorsOf(file),
		length:       strconv.FormatInt(file.Size, 10),
		lastModified: file.Modified.UTC().Format(basehttp.TimeFormat),
	}
}

// validatorsOf returns the validators of file. A file that has changed within the
// last tick may change again and keep its tag, which is a weak one until then. A date
// is strong only if the file was not written in the second that it names: it may
// have been written twice (section 8.8.2.2).
func validatorsOf(file *File) validators {
	tag := make([]byte, 0, 64)
	age, ticks := time.Since(file.Changed), tick
	if file.Changed.Nanosecond() == 0 {
		ticks = coarseTick
	}
	if age < ticks {
		tag = append(tag, "W/"...)
	}
	tag = append(tag, '"')
	tag = append(strconv.AppendUint(tag, file.Inode, 36), '-')
	tag = append(strconv.AppendInt(tag, file.Size, 36), '-')
	tag = append(strconv.AppendInt(tag, file.Changed.UnixNano(), 36), '"')
	return validators{string(tag), file.Modified, file.Changed.Unix() != file.Modified.Unix()}
}

// modifiedAfter compares in whole seconds, for HTTP's dates have no others.
func (v *validators) modifiedAfter(date time.Time) bool { return v.modified.Unix() > date.Unix() }

// describe returns what the head says of file. It was not modified after the Date
// that will be sent (RFC 9110, section 8.8.2.1), except in the article's protocol,
// where Last-Modified is whatever the file says.
func (h *RequestHandler) describe(file *File) description {
	d, now := *file.Once(describe).(*description), time.Now()
	if h.speaks11() && d.modified.Unix() >= now.Unix() {
		d.lastModified = h.DateTimeString()
	}
	if d.modified.After(now) {
		d.modified, d.strongDate = now, file.Changed.Unix() != now.Unix()
	}
	return d
}

// sendCacheControl has the client ask each time whether what it keeps is still
// the same (RFC 9111, section 5.2.2.4): who has just saved a file wants to see
// that one. Without it a browser decides by itself how long not to ask. The user
// of the server may say otherwise.
func (h *RequestHandler) sendCacheControl() {
	if h.speaks11() && h.ExtraHeaders().Get("Cache-Control") == "" {
		h.SendHeader("Cache-Control", "no-cache")
	}
}
