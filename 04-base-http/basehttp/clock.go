package basehttp

import (
	"sync/atomic"
	"time"
)

// TimeFormat is how HTTP writes a time, which must be in UTC: RFC 9110, 5.6.7.
const TimeFormat = "Mon, 02 Jan 2006 15:04:05 GMT"

const logTimeFormat = "02/Jan/2006 15:04:05"

// second is the current time as text, which changes once a second and is
// needed twice for each request.
type second struct{ http, log string }

// current is nil when nobody has asked for the time in this second.
var current atomic.Pointer[second]

func thisSecond() *second {
	if s := current.Load(); s != nil {
		return s
	}
	now := time.Now()
	rest := now.Truncate(time.Second).Add(time.Second).Sub(now)
	s := &second{now.UTC().Format(TimeFormat), now.Format(logTimeFormat)}
	current.Store(s)
	time.AfterFunc(rest, func() { current.Store(nil) })
	return s
}

// DateTimeString is the current time as headers have it, or that of t.
func (h *RequestHandler) DateTimeString(t ...time.Time) string {
	if len(t) > 0 {
		return t[0].UTC().Format(TimeFormat)
	}
	return thisSecond().http
}

// LogDateTimeString is the current time as the log has it, in local time.
func (h *RequestHandler) LogDateTimeString() string { return thisSecond().log }
