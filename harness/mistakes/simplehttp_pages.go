package mistakes

import (
	"html"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"example.com/socket-tutorial/harness/mistakes/right"
)

// simpleHTTPPages are mistakes in what is said of a file, in listings and error
// pages, and in the log.
var simpleHTTPPages = []row[*right.Files]{
	{"type-by-the-first-dot", "content-type", `wanted "text/plain"`, "it takes the type from what stands behind a name's first dot",
		func(f *right.Files) {
			f.GuessType = func(name string) string {
				base := path.Base(name)
				_, ending, _ := strings.Cut(base, ".")
				first, _, _ := strings.Cut(ending, ".")
				return right.GuessType("x." + first)
			}
		}},
	{"type-by-any-dot", "content-type", `wanted "text/plain"`, "a name that has .html anywhere is a page to it",
		func(f *right.Files) {
			f.GuessType = func(name string) string {
				if strings.Contains(strings.ToLower(name), ".html") {
					return "text/html"
				}
				return right.GuessType(name)
			}
		}},
	{"type-of-a-folder", "content-type", `wanted "application/octet-stream"`, "it looks for a dot in the whole path, so a folder's name gives the type",
		func(f *right.Files) {
			f.GuessType = func(name string) string {
				_, ending, found := strings.Cut(name, ".")
				if ending, _, _ = strings.Cut(ending, "/"); found && !strings.Contains(path.Base(name), ".") {
					return right.GuessType("x." + ending)
				}
				return right.GuessType(name)
			}
		}},
	{"head-says-nothing", "head", `wanted "6"`, "it answers HEAD with the length of what it sends, which is nothing",
		func(f *right.Files) {
			head := f.Head
			f.Head = func(r *right.Request, a right.Answer) string {
				if r.Method == "HEAD" && a.File != nil {
					a.Length = 0
				}
				return head(r, a)
			}
		}},
	{"listing-for-head", "head", "wanted nothing more", "it answers HEAD with a body where it lists a directory",
		func(f *right.Files) {
			f.HasBody = func(r *right.Request, a right.Answer) bool {
				return right.HasBody(r, a) || a.Status == 200 && a.File == nil
			}
		}},
	{"error-page-for-head", "head", "wanted nothing more", "it answers HEAD with a body where there is no file",
		func(f *right.Files) {
			f.HasBody = func(r *right.Request, a right.Answer) bool { return right.HasBody(r, a) || a.Status == 404 }
		}},
	{"every-method", "unsupported-method", "wanted 501 or 405", "it answers every method as if it were GET",
		func(f *right.Files) { f.Handles = func(string) bool { return true } }},
	{"logs-to-stdout", "log", `wanted 127.0.0.1 - - [DD/Mon/YYYY HH:MM:SS] "GET /hello.txt HTTP/1.0" 200`, "it prints its log lines to stdout, where a pipe takes them for output",
		func(f *right.Files) { f.Log = right.LogTo(os.Stdout, right.Escaped) }},
	{"logs-the-last-one", "log", `wanted 127.0.0.1 - - [DD/Mon/YYYY HH:MM:SS] "GET /hello.txt HTTP/1.0" 200`, "it keeps a log line until the next one comes",
		func(f *right.Files) { f.Log = right.LogTo(&lastLine{}, right.Escaped) }},
	{"nobody-is-nothing", "empty-directory", "wanted 200", "a directory without a name in it is not found",
		func(f *right.Files) {
			listing := f.Listing
			f.Listing = func(r *right.Request, page string) right.Answer {
				if !strings.Contains(page, "<li>") {
					return f.Refusal(r, 404)
				}
				return listing(r, page)
			}
		}},
	{"hides-dots", "listing", `wanted a link that shows ".hidden"`, "it does not list names that begin with a dot",
		func(f *right.Files) {
			lists(f, func(entry os.DirEntry) bool { return !strings.HasPrefix(entry.Name(), ".") })
		}},
	{"no-slashes", "listing-slash", `wanted a link that shows "sub/"`, "it shows directories as it shows files",
		func(f *right.Files) {
			f.Mark = func(entry os.DirEntry, _ bool) (string, string) { return right.Mark(entry, false) }
		}},
	{"no-marks", "listing-links-marked", `wanted a link that shows "link.txt@"`, "it shows a symbolic link as what it leads to",
		func(f *right.Files) {
			f.Mark = func(entry os.DirEntry, isDir bool) (string, string) {
				_, link := right.Mark(entry, isDir)
				return link, link
			}
		}},
	{"first-hundred", "long-listing", "wanted 1000 links, there are 100", "it lists the first hundred names",
		func(f *right.Files) {
			f.Names = func(directory *os.File) []os.DirEntry { entries, _ := directory.ReadDir(100); return entries }
		}},
	{"counts-characters-of-a-listing", "listing", "wanted nothing more", "the Content-Length of its listings counts characters, not bytes",
		func(f *right.Files) {
			f.Listing = func(_ *right.Request, page string) right.Answer {
				a := right.Page(200, "text/html; charset=utf-8", page)
				a.Length = int64(utf8.RuneCountInString(page))
				return a
			}
		}},
	{"one-bad-name", "link-loop", `wanted a link that shows "hello.txt"`, "one name that leads nowhere empties the whole listing",
		func(f *right.Files) {
			names := f.Names
			f.Names = func(directory *os.File) []os.DirEntry {
				entries := names(directory)
				for _, entry := range entries {
					if _, err := os.Stat(filepath.Join(directory.Name(), entry.Name())); err != nil {
						return nil
					}
				}
				return entries
			}
		}},
	{"listings-in-utf-8", "every-name", "wanted 21 links, one for each file; there are 19", "it does not list names that are no UTF-8",
		func(f *right.Files) {
			lists(f, func(entry os.DirEntry) bool { return utf8.ValidString(entry.Name()) })
		}},
	{"errors-are-markup", "pages-escape-the-target", "wanted it escaped: &lt;script&gt;", "it writes the target into its error pages as it is",
		func(f *right.Files) {
			f.Refusal = func(r *right.Request, status int) right.Answer {
				return right.Page(status, "text/html", "<h1>No</h1><p>"+r.Target)
			}
		}},
	{"index-exists", "index-that-is-no-file", "wanted 200", "whatever is called index.html is the index page to it",
		func(f *right.Files) {
			f.TranslatePath = func(target string) (string, bool) {
				name, ok := right.TranslatePath(target)
				index := path.Join(name, "index.html")
				if _, err := f.Stat(index); err == nil && (name == "" || strings.HasSuffix(name, "/")) {
					return index, ok
				}
				return name, ok
			}
		}},
	{"errors-without-length", "keep-alive", "wanted the close that ends a body without Content-Length", "its error pages have no Content-Length, and the connection stays open",
		func(f *right.Files) {
			refusal := f.Refusal
			f.Refusal = func(r *right.Request, status int) right.Answer {
				a := refusal(r, status)
				a.Length = -1
				return a
			}
		}},
	{"counts-characters-of-errors", "keep-alive", "wanted a status line, such as \"HTTP/1.0 200 OK\\r\\n\"", "the Content-Length of its error pages counts characters, not bytes",
		func(f *right.Files) {
			f.Refusal = func(r *right.Request, status int) right.Answer {
				name, err := url.PathUnescape(r.Target)
				if err != nil {
					name = r.Target
				}
				a := right.Page(status, "text/html; charset=utf-8", "<h1>No</h1><p>"+html.EscapeString(name))
				a.Length = int64(utf8.RuneCountInString(a.Text))
				return a
			}
		}},
	{"says-1.0", "keep-alive", "wanted HTTP/1.1: in HTTP/1.0 a client takes each answer for the last one on its connection", "it keeps the connection, and says HTTP/1.0 in each status line",
		func(f *right.Files) {
			changeHead(f.Server, func(_ *right.Request, head string) string { return strings.Replace(head, "HTTP/1.1", "HTTP/1.0", 1) })
		}},
	{"listings-for-ever", "changed-file", `wanted a link that shows "new.txt"`, "it keeps the listings that it has made, whatever happens in the directory",
		func(f *right.Files) {
			var kept sync.Map
			names := f.Names
			f.Names = func(directory *os.File) []os.DirEntry {
				entries, _ := kept.LoadOrStore(directory.Name(), names(directory))
				return slices.Clone(entries.([]os.DirEntry))
			}
		}},
}

// lists leaves those entries out of a listing that are not shown.
func lists(f *right.Files, shown func(os.DirEntry) bool) {
	names := f.Names
	f.Names = func(directory *os.File) []os.DirEntry {
		return slices.DeleteFunc(names(directory), func(entry os.DirEntry) bool { return !shown(entry) })
	}
}

// lastLine writes to stderr what it was given before.
type lastLine struct{ line []byte }

func (l *lastLine) Write(line []byte) (int, error) {
	os.Stderr.Write(l.line)
	l.line = slices.Clone(line)
	return len(line), nil
}
