package right

import (
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"time"
)

// Files is a file server as stage 05 asks. Its fields are named for the article's
// methods where it has them.
type Files struct {
	*Server
	TranslatePath func(path string) (name string, ok bool)           // beneath the directory; a slash at the end stays
	Stat          func(name string) (os.FileInfo, error)             // beneath the directory
	Open          func(name string) (*os.File, error)                // likewise
	Serves        func(info os.FileInfo) bool                        // what is neither a file nor a directory
	GuessType     func(name string) string                           //
	Content       func(file *os.File, size int64) (io.Reader, int64) // what is sent of a file, and how long it is
	Length        func(size int64) int64                             // Content-Length of a file
	LastModified  func(time.Time) string                             // empty: it is not said
	NotModified   func(r *Request, changed time.Time) bool           //
	Fails         func(r *Request, changed time.Time) bool           // If-Match or If-Unmodified-Since: 412
	Options       func(r *Request) Answer                            //
	Range         func(r *Request, changed time.Time) string         // the field's value, where it is to be obeyed
	Part          func(value string, size int64) (first, n int64, status int)
	ContentRange  func(first, n, size int64) string      //
	Location      func(name, query string) string        // of a directory asked for without its slash
	IndexPages    []string                               //
	Names         func(directory *os.File) []os.DirEntry //
	Order         func(a, b string) int                  // of a listing
	Link          func(name string) string               // in a listing, before it is escaped
	Display       func(text string) string               // text in a page
	Mark          func(entry os.DirEntry, isDir bool) (name, link string)
	Listing       func(r *Request, page string) Answer //
}

// NewFiles returns a server without a mistake.
func NewFiles() *Files {
	f := &Files{
		Server:        NewServer(),
		TranslatePath: TranslatePath,
		Serves:        func(info os.FileInfo) bool { return info.Mode().IsRegular() || info.IsDir() },
		GuessType:     GuessType,
		Content:       func(file *os.File, size int64) (io.Reader, int64) { return file, size },
		Length:        func(size int64) int64 { return size },
		LastModified:  LastModified,
		NotModified:   NotModified,
		Fails:         Fails,
		Options: func(*Request) Answer {
			return Answer{Status: 204, Length: -1, Fields: []string{"Allow: GET, HEAD, OPTIONS"}}
		},
		Range:        Range,
		Part:         Part,
		ContentRange: ContentRange,
		Location:     Location,
		IndexPages:   []string{"index.html", "index.htm"},
		Names:        func(directory *os.File) []os.DirEntry { entries, _ := directory.ReadDir(-1); return entries },
		Order:        func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) },
		Link:         url.PathEscape,
		Display:      html.EscapeString,
		Mark:         Mark,
		Listing:      func(_ *Request, page string) Answer { return Page(200, "text/html; charset=utf-8", page) },
	}
	f.Stat = func(name string) (os.FileInfo, error) { return beneath(f.Directory, (*os.Root).Stat, name) }
	f.Open = func(name string) (*os.File, error) { return beneath(f.Directory, (*os.Root).Open, name) }
	f.Protocol, f.Handles = "HTTP/1.1", Methods("GET", "HEAD", "OPTIONS")
	f.Answer, f.Refusal = f.sendHead, f.sendError
	f.Log = LogTo(os.Stderr, Escaped)
	return f
}

// beneath does what do says with name in the directory that path means now.
func beneath[T any](path string, do func(root *os.Root, name string) (T, error), name string) (none T, err error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return none, err
	}
	defer root.Close()
	return do(root, name)
}

// TranslatePath cuts off the query, decodes, and takes dots out.
func TranslatePath(target string) (name string, ok bool) {
	target, _, _ = strings.Cut(target, "?")
	decoded, err := url.PathUnescape(target)
	if err != nil || strings.Contains(decoded, "\x00") {
		return "", false
	}
	name = strings.TrimPrefix(path.Clean("/"+decoded), "/")
	if name != "" && strings.HasSuffix(decoded, "/") {
		name += "/"
	}
	return name, true
}

// GuessType goes by the name's ending.
func GuessType(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm":
		return "text/html"
	case ".txt":
		return "text/plain"
	case ".css":
		return "text/css"
	case ".png":
		return "image/png"
	case ".jpg":
		return "image/jpeg"
	}
	return "application/octet-stream"
}

// LastModified writes a time that HTTP can write, and none that is still to come.
func LastModified(changed time.Time) string {
	if now := time.Now(); changed.After(now) && changed.UTC().Year() <= 9999 {
		changed = now
	}
	if year := changed.UTC().Year(); year < 1 || year > 9999 {
		return ""
	}
	return changed.UTC().Format(http.TimeFormat)
}

// Location returns where a directory is, in this server.
func Location(name, query string) string {
	where := (&url.URL{Path: "/" + name + "/"}).EscapedPath()
	if query != "" {
		where += "?" + query
	}
	return where
}

func (f *Files) sendHead(r *Request) Answer {
	if r.Method == "OPTIONS" {
		return f.Options(r)
	}
	name, ok := f.TranslatePath(r.Path)
	if !ok {
		return f.Refusal(r, http.StatusBadRequest)
	}
	file, info := f.find(name)
	if file == nil {
		return f.Refusal(r, http.StatusNotFound)
	}
	if info.IsDir() {
		return f.sendDirectory(r, name, file)
	}
	return f.sendFile(r, name, file, info)
}

func (f *Files) sendFile(r *Request, name string, file *os.File, info os.FileInfo) Answer {
	content, size := f.Content(file, info.Size())
	a := Answer{Status: 200, Length: f.Length(size), File: content, file: file}
	a.Fields = []string{"Content-Type: " + f.GuessType(name)}
	if changed := f.LastModified(info.ModTime()); changed != "" {
		a.Fields = append(a.Fields, "Last-Modified: "+changed)
	}
	if f.Fails(r, info.ModTime()) {
		file.Close()
		return f.Refusal(r, http.StatusPreconditionFailed)
	}
	if f.NotModified(r, info.ModTime()) {
		a.Status = http.StatusNotModified
		return a
	}
	value := f.Range(r, info.ModTime())
	if value == "" {
		return a
	}
	first, n, status := f.Part(value, size)
	switch status {
	case http.StatusPartialContent:
		file.Seek(first, io.SeekStart)
		a.Status, a.Length = status, n
		a.Fields = append(a.Fields, "Content-Range: "+f.ContentRange(first, n, size))
	case http.StatusRequestedRangeNotSatisfiable:
		file.Close()
		a = f.Refusal(r, status)
		a.Fields = append(a.Fields, "Content-Range: "+f.ContentRange(0, -1, size))
	}
	return a
}

// find opens name if it is something that is served.
func (f *Files) find(name string) (*os.File, os.FileInfo) {
	bare := strings.TrimSuffix(name, "/")
	if bare == "" {
		bare = "."
	}
	if info, err := f.Stat(bare); err != nil || !f.Serves(info) || !info.IsDir() && bare != name {
		return nil, nil
	}
	file, err := f.Open(bare)
	if err != nil {
		return nil, nil
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, nil
	}
	return file, info
}

func (f *Files) sendError(r *Request, status int) Answer {
	return Page(status, "text/html", "<h1>"+http.StatusText(status)+"</h1><p>"+f.Display(r.Target))
}
