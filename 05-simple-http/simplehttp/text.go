package simplehttp

import (
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"
)

// appendSize appends size as people read it, in units of 1,024, rounded down.
func appendSize(page []byte, size int64) []byte {
	if size < 1024 {
		return append(strconv.AppendInt(page, size, 10), " B"...)
	}
	unit := 0
	for size >= 1024*1024 {
		size >>= 10
		unit++
	}
	page = strconv.AppendInt(page, size>>10, 10)
	if size < 10<<10 {
		page = append(page, '.', byte('0'+size&1023*10>>10))
	}
	return append(page, " KiB MiB GiB TiB PiB EiB"[unit*4:unit*4+4]...)
}

// minuteClock formats times to the minute, and remembers the last: the files of
// a directory are often of the same one.
type minuteClock struct {
	minute int64
	text   []byte
}

func (c *minuteClock) append(page []byte, seconds int64) []byte {
	minute := seconds / 60
	if seconds%60 < 0 {
		minute-- // before 1970, division rounds to a later minute
	}
	if minute != c.minute {
		c.minute = minute
		c.text = time.Unix(seconds, 0).AppendFormat(c.text[:0], "2006-01-02 15:04")
	}
	return append(page, c.text...)
}

// appendText appends text that came from outside as HTML. Bytes that are not
// UTF-8 show as U+FFFD, and so do marks that turn the direction of text, which
// could make photo\u202egpj.exe read photoexe.jpg. A CR would become a line feed
// if it stood there bare.
func appendText(page []byte, text string) []byte {
	for i := 0; i < len(text); {
		c := text[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(text[i:])
			if unicode.Is(unicode.Bidi_Control, r) {
				r = utf8.RuneError
			}
			page = utf8.AppendRune(page, r)
			i += n
			continue
		}
		i++
		switch c {
		case '&':
			page = append(page, "&amp;"...)
		case '<':
			page = append(page, "&lt;"...)
		case '>':
			page = append(page, "&gt;"...)
		case '"':
			page = append(page, "&#34;"...)
		case '\'':
			page = append(page, "&#39;"...)
		case '\r':
			page = append(page, "&#13;"...)
		default:
			page = append(page, c)
		}
	}
	return page
}

// timeZone names the zone of this machine: by name and by distance from UTC, in
// winter and in summer where they differ.
func timeZone() string {
	year := time.Now().Year()
	winter := time.Date(year, time.January, 1, 0, 0, 0, 0, time.Local)
	summer := time.Date(year, time.July, 1, 0, 0, 0, 0, time.Local)
	zone := zoneAt(winter)
	if other := zoneAt(summer); other != zone {
		zone += " and " + other
	}
	return zone
}

// zoneAt is such as "UTC", "CST (UTC+08:00)", or "UTC+05:45" of a zone that has
// no name but that.
func zoneAt(t time.Time) string {
	name, offset := t.Zone()
	distance := "UTC"
	if offset != 0 {
		distance += t.Format("-07:00")
	}
	if name == distance || name == "" || name[0] == '+' || name[0] == '-' {
		return distance
	}
	return name + " (" + distance + ")"
}
