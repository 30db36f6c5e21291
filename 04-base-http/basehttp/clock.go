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
type second struct {
	http, log string
	ends      time.Time
}

// current is nil when nobody has asked for the time in this second.
var current atomic.Pointer[second]

func thisSecond() *second {
	if s := current.Load(); s != nil {
		return s
	}
	now := time.Now()
	rest := now.Truncate(time.Second).Add(time.Second).Sub(now)
	s := &second{now.UTC().Format(TimeFormat), now.Format(logTimeFormat), now.Add(rest)}
	current.Store(s)
	time.AfterFunc(rest, func() { current.Store(nil) })
	return s
}

// DateTimeString is the current time as headers have it, or that of t.
func (h *RequestHandler) DateTimeString(t ...time.Time) string {
	if len(t) > 0 {
		return httpTime(t[0])
	}
	return thisSecond().http
}

// recent is the last time that was asked for: files are often of one second.
var recent atomic.Pointer[stamp]

type stamp struct {
	unix int64
	http string
}

func httpTime(t time.Time) string {
	r := recent.Load()
	if r == nil || r.unix != t.Unix() {
		r = &stamp{t.Unix(), t.UTC().Format(TimeFormat)}
		recent.Store(r)
	}
	return r.http
}

// LogDateTimeString is the current time as the log has it, in local time.
func (h *RequestHandler) LogDateTimeString() string { return thisSecond().log }
