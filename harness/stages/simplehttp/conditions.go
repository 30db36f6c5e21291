package simplehttp

import (
	"net/http"
	"time"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// conditionsChecks are about If-Modified-Since, of a browser that has the file
// already, and the other conditions of RFC 9110, section 13.
var conditionsChecks = []check.Check{
	{
		Name:  "not-modified",
		Title: "a file that has not changed since is answered with 304 and no body",
		Level: check.Beyond,
		Needs: []string{"last-modified", "next-client"},
		Why:   "the browser shows the copy that it has (send_head does so since Python 3.7)",
		Hint:  "compare the file's time, in whole seconds, with If-Modified-Since; HTTP has three forms of a date, and servers still meet all",
		Try:   "curl -i -H 'If-Modified-Since: Mon, 01 Jun 2015 11:42:33 GMT' http://127.0.0.1:8000/june.txt",
		Run: func(t *check.T) {
			june(t)
			for _, date := range []string{"Mon, 01 Jun 2015 11:42:33 GMT", "Monday, 01-Jun-15 11:42:33 GMT", "Mon Jun  1 11:42:33 2015", "Tue, 02 Jun 2015 00:00:00 GMT"} {
				c := t.Connect()
				http1.DoOn(c, since(date)).WantStatus(304)
				c.ExpectNothing()
				t.Fold("If-Modified-Since: %s is right", date)
			}
		},
	},
	{
		Name:  "modified",
		Title: "a file that has changed since is sent",
		Level: check.Article,
		Needs: []string{"next-client"},
		Why:   "a copy that is a second too old is too old",
		Hint:  "304 only if the file's time is not later",
		Try:   "curl -i -H 'If-Modified-Since: Mon, 01 Jun 2015 11:42:32 GMT' http://127.0.0.1:8000/june.txt",
		Run: func(t *check.T) {
			june(t)
			for _, date := range []string{"Mon, 01 Jun 2015 11:42:32 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "yesterday", "", "0", "Mon, 31 Feb 2015 99:99:99 GMT"} {
				http1.Do(t, since(date)).WantStatus(200).WantBody("ten bytes\n")
				t.Fold("If-Modified-Since: %s is right", date)
			}
		},
	},
	{
		Name:  "tag-before-date",
		Title: "where there is If-None-Match, If-Modified-Since says nothing",
		Level: check.Beyond,
		Needs: []string{"not-modified", "modified"},
		Why:   "a file may change twice in a second; who asks by a tag knows more than a date can tell (RFC 9110, section 13.1.3; so does send_head today)",
		Hint:  "304 by the date only where no If-None-Match was sent",
		Try:   `curl -i -H 'If-None-Match: "maize"' -H 'If-Modified-Since: Mon, 01 Jun 2015 11:42:33 GMT' http://127.0.0.1:8000/june.txt`,
		Run: func(t *check.T) {
			june(t)
			http1.Do(t, juneIf("If-None-Match: \""+t.Letters(8)+"\"\r\nIf-Modified-Since: "+juneDate)).WantStatus(200).WantBody("ten bytes\n")
		},
	},
	{
		Name:  "precondition",
		Title: "a file that has changed since If-Unmodified-Since is answered with 412",
		Level: check.Beyond,
		Needs: []string{"not-modified"},
		Why:   "who goes on with a download, or is about to replace the file, means the version that he knows (RFC 9110, sections 13.1.1 and 13.1.4)",
		Hint:  "look at If-Match and If-Unmodified-Since before all else, Range included: 412 where the file is another one",
		Try:   "curl -i -H 'If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT' http://127.0.0.1:8000/june.txt",
		Run: func(t *check.T) {
			june(t)
			http1.Do(t, juneIf("If-Unmodified-Since: "+juneDate)).WantStatus(200).WantBody("ten bytes\n")
			for _, condition := range []string{
				"If-Unmodified-Since: Mon, 01 Jun 2015 11:42:32 GMT",
				"If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\nRange: bytes=0-3",
				"If-Match: \"" + t.Letters(8) + "\"\r\nRange: bytes=0-3",
			} {
				http1.Do(t, juneIf(condition)).WantStatus(412)
			}
		},
	},
	{
		Name:  "odd-times",
		Title: "a file from before 1970 or from the year 10000 is served",
		Level: check.Beyond,
		Needs: []string{"last-modified", "listing", "next-client"},
		Why:   "archives hold such times; a date that HTTP cannot write is left out, not sent wrong (date_time_string)",
		Hint:  "no Last-Modified, or a right one",
		Try:   "touch -d 1969-07-20 moon; curl -i http://127.0.0.1:8000/moon",
		Run: func(t *check.T) {
			for _, changed := range []time.Time{time.Date(1969, 7, 20, 20, 17, 40, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC).Add(time.Hour)} {
				dated(t, "moon.txt", changed)
				r := http1.Get(t, "/moon.txt").WantStatus(200).WantBody("ten bytes\n")
				if changed.Year() < 1970 && r.Get("Last-Modified") != "" {
					r.WantField("Last-Modified", changed.Format(http.TimeFormat))
				}
				http1.Get(t, "/").WantStatus(200)
			}
		},
	},
	{
		Name:  "future-time",
		Title: "Last-Modified is never later than Date",
		Level: check.Beyond,
		Needs: []string{"last-modified"},
		Why:   "clocks of cameras are wrong; a time still to come is never reached, so the copy in a browser stays for ever (RFC 9110, section 8.8.2.1)",
		Hint:  "where the file's time is after now, say now, or leave it out",
		Try:   "touch -d 2099-01-01 f; curl -sI http://127.0.0.1:8000/f",
		Run: func(t *check.T) {
			dated(t, "june.txt", time.Now().AddDate(1, 0, 0))
			r := http1.Get(t, "/june.txt").WantStatus(200)
			modified, err := http.ParseTime(r.Get("Last-Modified"))
			if r.Get("Last-Modified") == "" {
				return
			}
			if now, unknown := http.ParseTime(r.Get("Date")); err != nil || unknown != nil || modified.After(now) {
				r.FailField("Last-Modified", "wanted no time after Date")
			}
		},
	},
}

const juneDate = "Mon, 01 Jun 2015 11:42:33 GMT"

// june makes june.txt, changed on the day of the article's log line.
func june(t *check.T) { dated(t, "june.txt", time.Date(2015, 6, 1, 11, 42, 33, 0, time.UTC)) }

// since returns a request for june.txt if it has changed since date.
func since(date string) string { return juneIf("If-Modified-Since: " + date) }

// juneIf returns a request for june.txt with these header lines.
func juneIf(lines string) string { return "GET /june.txt HTTP/1.0\r\n" + lines + "\r\n\r\n" }
