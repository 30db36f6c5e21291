package mistakes

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/socket-tutorial/harness/mistakes/right"
)

var simpleHTTP = []row[*right.Files]{
	{"forgets-the-slash", "not-found", "wanted 404", "it takes the slash off the end of every path, so a file is found under the name of a directory",
		func(f *right.Files) {
			f.TranslatePath = func(target string) (string, bool) {
				name, ok := right.TranslatePath(target)
				if info, err := f.Stat(strings.TrimSuffix(name, "/")); err == nil && info.Mode().IsRegular() {
					name = strings.TrimSuffix(name, "/")
				}
				return name, ok
			}
		}},
	{"counts-characters", "content-length", `wanted "21"`, "its Content-Length counts characters, not bytes",
		func(f *right.Files) {
			f.Content = func(file *os.File, size int64) (io.Reader, int64) {
				content, _ := io.ReadAll(io.LimitReader(file, 1<<20))
				if n := int64(utf8.RuneCount(content)); utf8.Valid(content) && size < 1<<20 {
					size = n
				}
				file.Seek(0, io.SeekStart)
				return file, size
			}
		}},
	{"decodes-text", "any-bytes", `wanted "\xff\xfe\x1a\x9f` + "`" + `g\xc4\xca\xa7\xa1\x9a\x9c\x899\x02H\x92\xe3$H5\x1f\xc1\xf9"…`, "it reads each file as text, and what is no UTF-8 becomes a question mark in a diamond",
		func(f *right.Files) {
			f.Content = func(file *os.File, size int64) (io.Reader, int64) {
				content, _ := io.ReadAll(io.LimitReader(file, 1<<20))
				if file.Seek(0, io.SeekStart); utf8.Valid(content) || size > 1<<20 {
					return file, size
				}
				text := strings.ToValidUTF8(string(content), "\ufffd")
				return strings.NewReader(text), int64(len(text))
			}
		}},
	{"one-read", "large-file", "wanted 3000000 bytes of body, as Content-Length says; received 131072", "it sends what one read returns of a file, into a buffer of 128 KiB",
		func(f *right.Files) {
			f.Content = func(file *os.File, size int64) (io.Reader, int64) { return io.LimitReader(file, 128<<10), size }
		}},
	{"everything-is-text", "content-type", `wanted "application/octet-stream"`, "what it has no type for, it calls text",
		func(f *right.Files) {
			f.GuessType = func(name string) string {
				if guess := right.GuessType(name); guess != "application/octet-stream" {
					return guess
				}
				return "text/plain"
			}
		}},
	{"local-time", "last-modified", `wanted "…"`, "its Last-Modified is the time of its own zone, and says GMT",
		func(f *right.Files) {
			f.LastModified = func(changed time.Time) string {
				return changed.In(time.FixedZone("CST", 8*60*60)).Format(http.TimeFormat)
			}
		}},
	{"plus-is-a-blank", "percent-encoding", `wanted "plus\n"`, "it decodes a path as if it were a form, where a plus is a blank",
		func(f *right.Files) {
			f.TranslatePath = func(target string) (string, bool) {
				return right.TranslatePath(strings.ReplaceAll(target, "+", "%20"))
			}
		}},
	{"forgets-the-query", "redirect-query", "wanted /sub/?x=1&y=/", "it redirects to the directory's path alone",
		func(f *right.Files) {
			f.Location = func(name, _ string) string { return right.Location(name, "") }
		}},
	{"decoded-location", "redirect-encoded", "wanted /a%20b%2541/", "it redirects to the decoded name",
		func(f *right.Files) {
			f.Location = func(name, query string) string {
				if strings.ContainsAny(name, "\r\n") {
					return right.Location(name, query)
				}
				decoded, _ := url.PathUnescape(right.Location(name, query))
				return decoded
			}
		}},
	{"lists-always", "index", `wanted "h1>home</h1>\n"`, "it lists a directory even where there is an index page",
		func(f *right.Files) { f.IndexPages = nil }},
	{"capitals-first", "listing-order", "wanted _seed.txt here: the order is _seed.txt barley.txt Maize.txt Oats/ rice.txt soy.txt", "it sorts names by their bytes, capitals before all others",
		func(f *right.Files) { f.Order = strings.Compare }},
	{"raw-links", "listing-links", `wanted a link, but parse "./100%.txt": invalid URL escape "%.t"`, "the links of its listing are the names as they are",
		func(f *right.Files) { f.Link = func(name string) string { return name } }},
	{"decodes-first", "listing-links", "wanted 200", "it decodes the target before it cuts off the query, so a name may hold no question mark",
		func(f *right.Files) {
			f.TranslatePath = func(target string) (string, bool) {
				decoded, err := url.PathUnescape(target)
				if err != nil {
					return "", false
				}
				path, _, _ := strings.Cut(decoded, "?")
				return right.TranslatePath((&url.URL{Path: path}).EscapedPath())
			}
		}},
	{"names-are-markup", "listing-escapes", "wanted it escaped", "it writes names and targets into its pages as they are",
		func(f *right.Files) { f.Display = func(text string) string { return text } }},
	{"follows-every-link", "link-outside", "wanted 404 or 403", "it opens what a symbolic link leads to, wherever that is",
		func(f *right.Files) { openAnywhere(f) }},
	{"sends-it-again", "not-modified", "wanted 304", "it does not know If-Modified-Since",
		func(f *right.Files) { f.NotModified = func(*right.Request, time.Time) bool { return false } }},
	{"knows-no-range", "range", "wanted 206", "it does not know Range",
		func(f *right.Files) { f.Range = func(*right.Request, time.Time) string { return "" } }},
	{"range-without-its-end", "range", `wanted "4"`, "it takes the last byte of a range for the first one behind it",
		func(f *right.Files) {
			f.Part = func(value string, size int64) (first, n int64, status int) {
				first, n, status = right.Part(value, size)
				if status == 206 && !strings.HasSuffix(value, "-") {
					n--
				}
				return first, n, status
			}
			f.ContentRange = func(first, n, size int64) string { return right.ContentRange(first, n+1, size) }
		}},
	{"opens-fifos", "fifo", "wanted a status line", "it opens whatever has the name, and waits for somebody to open it for writing",
		func(f *right.Files) { f.Serves = func(os.FileInfo) bool { return true } }},
	{"raw-log", "log-escapes", "stderr has the byte 0x1b, which came from a client", "it logs the request line as it came",
		func(f *right.Files) { f.Log = right.LogTo(os.Stderr, func(text string) string { return text }) }},
}

// simpleHTTPArticle are mistakes of servers at the article's level: see
// baseHTTPArticle.
var simpleHTTPArticle = []row[*right.Files]{
	{"trusts-dot-dot", "never-outside", "wanted no file from outside the served directory", "it joins the directory and the path as they came, with their dots",
		func(f *right.Files) {
			f.TranslatePath = func(target string) (string, bool) {
				target, _, _ = strings.Cut(target, "?")
				name, err := url.PathUnescape(strings.TrimPrefix(target, "/"))
				return name, err == nil
			}
			openAnywhere(f)
		}},
	{"dots-once", "never-outside", "wanted no file from outside the served directory", "it takes ../ out of a path once, and what is left may be another",
		func(f *right.Files) {
			upAndDown := regexp.MustCompile(`[^/.]+/\.\./`)
			f.TranslatePath = func(target string) (string, bool) {
				target, _, _ = strings.Cut(target, "?")
				decoded, err := url.PathUnescape(target)
				decoded = strings.ReplaceAll(upAndDown.ReplaceAllString(decoded, ""), "../", "")
				return strings.TrimLeft(decoded, "/"), err == nil && !strings.Contains(decoded, "\x00")
			}
			openAnywhere(f)
		}},
	{"one-download", "reader-that-stops", `wanted "HTTP/1."`, "it serves one client after the other, so one that does not read keeps everybody waiting",
		func(f *right.Files) { f.Serve = right.OneAtATime }},
}

// openAnywhere takes the fence around the served directory away.
func openAnywhere(f *right.Files) {
	f.Stat = func(name string) (os.FileInfo, error) { return os.Stat(f.Directory + "/" + name) }
	f.Open = func(name string) (*os.File, error) { return os.Open(f.Directory + "/" + name) }
}
