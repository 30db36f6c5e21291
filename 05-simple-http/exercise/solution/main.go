// Command solution is the exercise's file server, finished.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

// fileHandler answers with the files of a directory.
type fileHandler struct {
	basehttp.RequestHandler
	directory string
}

func main() {
	flags := flag.NewFlagSet("solution", flag.ContinueOnError)
	bind := flags.String("bind", "127.0.0.1", "listen on this `address`")
	directory := flags.String("directory", ".", "serve this `directory`")
	port := basehttp.ParseArgs(flags, os.Args[1:])
	class := func() basehttp.Handler { return &fileHandler{directory: *directory} }
	os.Exit(basehttp.Test(class, *bind, port, "HTTP/1.1"))
}

// DoGET sends the head, and the file behind it.
func (h *fileHandler) DoGET() {
	if body := h.SendHead(); body != nil {
		defer body.Close()
		h.copyFile(body)
	}
}

// TranslatePath turns the target of a request, which is a path, into the name of
// a file, seen from h.directory.
func (h *fileHandler) TranslatePath(target string) string {
	target = resolve(decode(target))
	return cmp.Or(strings.TrimPrefix(target, "/"), ".") // 1
}

// SendHead answers up to the blank line, and returns what is to follow it; or
// nil if there is nothing more to send.
func (h *fileHandler) SendHead() io.ReadCloser {
	name := h.TranslatePath(h.Path)
	f, info, err := open(h.directory, name)
	if err != nil {
		h.refuse(err) // 2
		return nil
	}
	asDirectory := strings.HasSuffix(decode(h.Path), "/")
	switch {
	case info.IsDir():
		return h.sendDirectory(name, f)
	case asDirectory || !isServed(info):
		f.Close()
		h.refuse(fs.ErrNotExist) // 2
		return nil
	}
	return h.sendFile(name, f, info)
}

// refuse says why a file cannot be had.
func (h *fileHandler) refuse(err error) {
	if errors.Is(err, fs.ErrPermission) {
		h.SendError(403, "Forbidden")
		return
	}
	h.SendError(404, "File not found") // 2
}

// sendFile answers with a file.
func (h *fileHandler) sendFile(name string, f *os.File, info fs.FileInfo) io.ReadCloser {
	if h.isAnother(info) {
		f.Close()
		h.SendError(412)
		return nil
	}
	if h.isNotModified(info) {
		f.Close()
		h.SendResponse(304)
		h.EndHeaders()
		return nil
	}
	from, to, status := h.part(info)
	if status == 416 {
		f.Close()
		h.SendResponse(416)
		h.SendHeader("Content-Range", fmt.Sprintf("bytes */%d", info.Size()))
		h.SendHeader("Content-Length", "0")
		h.EndHeaders()
		return nil
	}
	h.SendResponse(status)
	h.SendHeader("Content-Length", strconv.FormatInt(to-from, 10))                             // 3
	h.SendHeader("Content-Type", cmp.Or(types[strings.ToLower(filepath.Ext(name))], anything)) // 4
	h.SendHeader("Last-Modified", h.DateTimeString(inHTTP(info.ModTime())))                    // 5
	if status == 206 {
		h.SendHeader("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, to-1, info.Size()))
	}
	h.EndHeaders()
	return &section{f, io.NewSectionReader(f, from, to-from)}
}

// section is a part of a file, which is closed with it.
type section struct {
	io.Closer
	*io.SectionReader
}

const anything = "application/octet-stream"

var types = map[string]string{
	".html": "text/html; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".css": "text/css; charset=utf-8",
	".png": "image/png", ".jpg": "image/jpeg",
}

// inHTTP returns t as Last-Modified can have it: years of four digits, and not after
// now.
func inHTTP(t time.Time) time.Time {
	if year := t.UTC().Year(); year < 1 || year > 9999 {
		return time.Unix(0, 0)
	}
	if now := time.Now(); t.After(now) {
		return now
	}
	return t
}

// DoHEAD is DoGET without the copy.
func (h *fileHandler) DoHEAD() {
	if body := h.SendHead(); body != nil { // 6
		body.Close()
	}
}

// decode returns the path in a target, as it was before it became part of a URL.
func decode(target string) string {
	if end := strings.IndexAny(target, "?#"); end >= 0 {
		target = target[:end] // 7
	}
	if path, err := url.PathUnescape(target); err == nil {
		return path
	}
	return target
}

// resolve takes the ".." out of a path.
func resolve(target string) string {
	return path.Clean("/" + target) // 8
}

// sendDirectory answers with what a directory has to show.
func (h *fileHandler) sendDirectory(name string, f *os.File) io.ReadCloser {
	path, query, found := strings.Cut(h.Path, "?")
	if !strings.HasSuffix(decode(path), "/") { // 9
		f.Close()
		location := location(name)
		if found {
			location += "?" + query
		}
		h.SendResponse(301)
		h.SendHeader("Location", location)
		h.SendHeader("Content-Length", "0")
		h.EndHeaders()
		return nil
	}
	for _, index := range []string{"index.html", "index.htm"} { // 10
		index = filepath.Join(name, index)
		page, info, err := open(h.directory, index)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			f.Close()
			h.refuse(err)
			return nil
		case info.Mode().IsRegular():
			f.Close()
			return h.sendFile(index, page, info)
		default:
			page.Close()
		}
	}
	return h.ListDirectory(f) // 11
}

// open opens a file beneath the directory, for reading.
func open(directory, name string) (*os.File, fs.FileInfo, error) {
	root, err := os.OpenRoot(directory) // 15
	if err != nil {
		return nil, nil, err
	}
	defer root.Close()
	if strings.ContainsRune(name, 0) {
		return nil, nil, fs.ErrNotExist
	}
	f, err := root.OpenFile(name, os.O_RDONLY|nonblock, 0) // 17
	switch {
	case errors.Is(err, fs.ErrPermission):
		return nil, nil, fs.ErrPermission
	case err != nil:
		return nil, nil, fs.ErrNotExist
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

// location is where a directory is to be asked for.
func location(name string) string {
	return (&url.URL{Path: "/" + name + "/"}).EscapedPath() // 16
}

// isServed reports whether a file is one that can be sent.
func isServed(info fs.FileInfo) bool {
	return info.Mode().IsRegular() // 17
}

// copyFile sends what SendHead has promised.
func (h *fileHandler) copyFile(body io.Reader) {
	n, err := io.Copy(h.Wfile, body)
	if section, isFile := body.(*section); err != nil || isFile && n < section.Size() {
		h.CloseConnection = true // 21
	}
}
