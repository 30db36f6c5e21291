package simplehttp

import "time"

// The three forms of a date in HTTP (RFC 9110, section 5.6.7): today's, that
// of RFC 850, and that of C's asctime. The last says no zone; all mean UTC.
const (
	imfFixdate = "Mon, 02 Jan 2006 15:04:05 GMT"
	rfc850     = "Monday, 02-Jan-06 15:04:05 GMT"
	asctime    = "Mon Jan _2 15:04:05 2006"
)

// parseDate reads a date in any of the three forms; ok is false for anything
// else. A year of two digits is the latest that is not more than 50 years ahead
// of now.
func parseDate(value string, now time.Time) (date time.Time, ok bool) {
	if date, err := time.Parse(imfFixdate, value); err == nil {
		return date, true
	}
	if date, err := time.Parse(asctime, value); err == nil {
		return date, true
	}
	date, err := time.Parse(rfc850, value)
	if err != nil {
		return time.Time{}, false
	}
	latest := now.AddDate(50, 0, 0)
	for date.After(latest) {
		date = date.AddDate(-100, 0, 0)
	}
	for next := date.AddDate(100, 0, 0); !next.After(latest); next = date.AddDate(100, 0, 0) {
		date = next
	}
	return date, true
}
