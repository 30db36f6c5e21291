package mistakes

import (
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"example.com/socket-tutorial/harness/mistakes/right"
)

// simpleHTTPParts are mistakes about dates and ranges.
var simpleHTTPParts = []row[*right.Files]{
	{"dates-of-its-zone", "last-modified", `wanted "…"`, "its Last-Modified is in the machine's time zone, and says GMT",
		func(f *right.Files) {
			f.LastModified = func(changed time.Time) string { return changed.Local().Format(http.TimeFormat) }
		}},
	{"any-date-will-do", "modified", "wanted 200", "whoever sends If-Modified-Since gets 304",
		func(f *right.Files) {
			f.NotModified = func(r *right.Request, _ time.Time) bool { return len(r.All("If-Modified-Since")) > 0 }
		}},
	{"date-before-tag", "tag-before-date", "wanted 200", "it looks at If-Modified-Since, whatever If-None-Match says",
		func(f *right.Files) {
			f.NotModified = func(r *right.Request, changed time.Time) bool {
				since, err := http.ParseTime(r.Get("If-Modified-Since"))
				return err == nil && !changed.Truncate(time.Second).After(since)
			}
		}},
	{"no-preconditions", "precondition", "wanted 412", "it knows no condition but If-Modified-Since",
		func(f *right.Files) { f.Fails = func(*right.Request, time.Time) bool { return false } }},
	{"range-before-condition", "precondition", "wanted 412", "where there is a Range, it does not look at what must be true before",
		func(f *right.Files) {
			f.Fails = func(r *right.Request, changed time.Time) bool { return r.Get("Range") == "" && right.Fails(r, changed) }
		}},
	{"options-is-get", "options", "wanted a field Allow: GET, HEAD, OPTIONS", "it answers OPTIONS as GET",
		func(f *right.Files) {
			f.Options = func(r *right.Request) right.Answer {
				as := *r
				as.Method = "GET"
				return f.Answer(&as)
			}
		}},
	{"keeps-the-directory", "directory-made-again", `wanted "zcwxhyvco\n"`, "it opens the directory once, and stays in that one",
		func(f *right.Files) {
			root := sync.OnceValue(func() *os.Root { root, _ := os.OpenRoot(f.Directory); return root })
			f.Stat = func(name string) (os.FileInfo, error) { return root().Stat(name) }
			f.Open = func(name string) (*os.File, error) { return root().Open(name) }
		}},
	{"unsigned-seconds", "odd-times", `wanted "…"`, "it keeps seconds since 1970 in 32 bits without a sign, so 1969 becomes 2106",
		func(f *right.Files) {
			f.LastModified = func(changed time.Time) string {
				return right.LastModified(time.Unix(int64(uint32(changed.Unix())), 0))
			}
		}},
	{"behind-the-end-is-all", "range-behind-the-end", "wanted 416", "it answers a range behind the end with the whole file",
		func(f *right.Files) {
			f.Part = func(value string, size int64) (first, n int64, status int) {
				if first, n, status = right.Part(value, size); status == 416 {
					return 0, size, 200
				}
				return first, n, status
			}
		}},
	{"any-unit", "range-not-understood", "wanted 200", "a range is in bytes to it, whatever unit it names",
		func(f *right.Files) {
			f.Part = func(value string, size int64) (first, n int64, status int) {
				_, numbers, _ := strings.Cut(value, "=")
				return right.Part("bytes="+numbers, size)
			}
		}},
	{"range-for-head", "range-of-head", "wanted 200", "it looks at Range whatever the method is",
		func(f *right.Files) {
			ranged := f.Range
			f.Range = func(r *right.Request, changed time.Time) string {
				as := *r
				as.Method = "GET"
				return ranged(&as, changed)
			}
		}},
	{"any-if-range", "if-range", "wanted 200", "it does not look at If-Range",
		func(f *right.Files) {
			f.Range = func(r *right.Request, _ time.Time) string {
				if r.Method != "GET" {
					return ""
				}
				return r.Get("Range")
			}
		}},
	{"if-range-is-never", "if-range", "wanted 206", "it sends the whole file to whoever sends an If-Range",
		func(f *right.Files) {
			ranged := f.Range
			f.Range = func(r *right.Request, changed time.Time) string {
				if r.Get("If-Range") != "" {
					return ""
				}
				return ranged(r, changed)
			}
		}},
	{"part-of-nothing", "range-of-nothing", "wanted 416 or 200", "it sends a part of an empty file, from byte 0 to byte -1",
		func(f *right.Files) {
			f.Part = func(value string, size int64) (first, n int64, status int) {
				if size == 0 {
					return 0, 0, 206
				}
				return right.Part(value, size)
			}
		}},
	{"ranges-in-32-bits", "range-beyond-4-gib", "wanted 206", "its offsets have 32 bits",
		func(f *right.Files) {
			f.Part = func(value string, size int64) (first, n int64, status int) {
				if first, n, status = right.Part(value, size); status == 206 && first+n > 1<<32 {
					return 0, size, 200
				}
				return first, n, status
			}
		}},
	{"no-range-in-1.0", "range-in-1.0", "wanted 206", "it obeys Range in HTTP/1.1 only",
		func(f *right.Files) {
			ranged := f.Range
			f.Range = func(r *right.Request, changed time.Time) string {
				if r.Version == "HTTP/1.0" {
					return ""
				}
				return ranged(r, changed)
			}
		}},
	{"from-the-future", "future-time", "wanted no time after Date", "it says of a file that it will be changed next year",
		func(f *right.Files) {
			f.LastModified = func(changed time.Time) string {
				if year := changed.UTC().Year(); year < 1 || year > 9999 {
					return ""
				}
				return changed.UTC().Format(http.TimeFormat)
			}
		}},
}
