package right

import (
	"bufio"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Files is a file server as stage 05 asks. Each field is one decision of it,
// named for the article's method, and may be replaced by a mistake.
type Files struct {
	Directory     string
	TranslatePath func(target string) (name string, ok bool)                 // beneath Directory, with slashes
	Open          func(name string) (*os.File, error)                        // beneath Directory
	GuessType     func(name string) string                                   //
	Length        func(content string) int                                   // Content-Length
	CopyFile      func(content string) string                                // what is sent of it
	LastModified  func(info os.FileInfo) string                              //
	Location      func(target string) string                                 // of a directory without its slash
	IndexPages    []string                                                   //
	Order         func(a, b string) int                                      // of a listing
	Link          func(name string) string                                   // in a listing, before it is escaped
	Display       func(text string) string                                   // text in a page
	Serve         func(net.Listener, func(conn net.Conn))                    //
	SendRange     func(conn net.Conn, request *Request, content string) bool // reports whether it has answered
}

// NewFiles returns a server without a mistake.
func NewFiles() *Files {
	f := &Files{
		TranslatePath: TranslatePath,
		GuessType:     GuessType,
		Length:        func(content string) int { return len(content) },
		CopyFile:      func(content string) string { return content },
		LastModified:  func(info os.FileInfo) string { return info.ModTime().UTC().Format(http.TimeFormat) },
		Location: func(target string) string {
			before, query, _ := strings.Cut(target, "?")
			return strings.TrimSuffix(before+"/?"+query, "?")
		},
		IndexPages: []string{"index.html", "index.htm"},
		Order:      func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) },
		Link:       url.PathEscape,
		Display:    html.EscapeString,
		Serve:      Serve,
		SendRange:  func(net.Conn, *Request, string) bool { return false },
	}
	f.Open = func(name string) (*os.File, error) { return os.OpenInRoot(f.Directory, name) }
	return f
}

// TranslatePath cuts off the query, decodes, and takes dots out; the slash at
// the end stays.
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

// Run listens and serves for ever.
func (f *Files) Run() {
	var listener net.Listener
	listener, f.Directory = Listen()
	f.Serve(listener, func(conn net.Conn) {
		defer conn.Close()
		if request := Read(bufio.NewReader(conn)); request != nil {
			f.sendHead(conn, request)
		}
	})
}

func (f *Files) sendHead(conn net.Conn, request *Request) {
	if request.Status() != http.StatusOK || request.Method == "POST" {
		f.sendError(conn, request, max(request.Status(), http.StatusNotImplemented))
		return
	}
	name, ok := f.TranslatePath(request.Target)
	if !ok {
		f.sendError(conn, request, http.StatusBadRequest)
		return
	}
	file, info := f.find(name)
	if file == nil {
		f.sendError(conn, request, http.StatusNotFound)
		return
	}
	defer file.Close()
	if info.IsDir() {
		f.sendDirectory(conn, request, name, file)
		return
	}
	data, err := io.ReadAll(file)
	if err != nil {
		return
	}
	content := string(data)
	if !f.SendRange(conn, request, content) {
		fields := []string{"Content-Type: " + f.GuessType(name), "Last-Modified: " + f.LastModified(info)}
		send(conn, request, 200, f.Length(content), f.CopyFile(content), fields...)
	}
}

// find opens name if it is a file, or a directory.
func (f *Files) find(name string) (*os.File, os.FileInfo) {
	bare := strings.TrimSuffix(name, "/")
	if bare == "" {
		bare = "."
	}
	if info, err := os.Stat(filepath.Join(f.Directory, bare)); err != nil || info.Mode()&os.ModeNamedPipe != 0 {
		return nil, nil
	}
	file, err := f.Open(bare)
	if err != nil {
		return nil, nil
	}
	info, err := file.Stat()
	if err != nil || !info.IsDir() && strings.HasSuffix(name, "/") {
		file.Close()
		return nil, nil
	}
	return file, info
}

func (f *Files) sendDirectory(conn net.Conn, request *Request, name string, directory *os.File) {
	if name != "" && !strings.HasSuffix(name, "/") {
		send(conn, request, 301, 0, "", "Location: "+f.Location(request.Target))
		return
	}
	for _, page := range f.IndexPages {
		if file, info := f.find(name + page); file != nil && info.Mode().IsRegular() {
			defer file.Close()
			content, _ := io.ReadAll(file)
			send(conn, request, 200, len(content), string(content), "Content-Type: text/html")
			return
		}
	}
	page := f.listDirectory(request.Target, directory)
	send(conn, request, 200, len(page), page, "Content-Type: text/html; charset=utf-8")
}

func (f *Files) listDirectory(target string, directory *os.File) string {
	entries, _ := directory.ReadDir(-1)
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return f.Order(a.Name(), b.Name()) })
	page := "<title>" + f.Display(target) + "</title>\n"
	for _, entry := range entries {
		name, link := entry.Name(), f.Link(entry.Name())
		if info, err := os.Stat(filepath.Join(directory.Name(), name)); err == nil && info.IsDir() {
			name, link = name+"/", link+"/"
		}
		if entry.Type()&os.ModeSymlink != 0 {
			name = entry.Name() + "@"
		}
		page += `<li><a href="./` + html.EscapeString(link) + `">` + f.Display(name) + "</a>\n"
	}
	return page
}

func (f *Files) sendError(conn net.Conn, request *Request, status int) {
	page := "<h1>" + http.StatusText(status) + "</h1><p>" + f.Display(request.Target)
	send(conn, request, status, len(page), page, "Content-Type: text/html")
}

// send logs the request and answers it.
func send(conn net.Conn, request *Request, status, length int, body string, fields ...string) {
	Log(os.Stderr, conn, request, status)
	Send(conn, request, Head(status, length, fields...), body)
}
