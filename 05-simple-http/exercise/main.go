// Command exercise is a file server to be finished, on stage 04's basehttp:
// TranslatePath, SendHead and ListDirectory. The TODOs are in the order of the
// harness's checks: fill in the next one, run the checks, and read what they
// say. A check that no TODO names has a hint of its own.
package main

import (
	"bytes"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

// fileHandler answers with the files of a directory.
type fileHandler struct {
	basehttp.RequestHandler
	directory string
}

func main() {
	flags := flag.NewFlagSet("exercise", flag.ContinueOnError)
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
	// TODO 1 (file): without its first slash, the target is that name; the root
	// itself is ".".
	return "name"
}

// SendHead answers up to the blank line, and returns what is to follow it; or
// nil if there is nothing more to send.
func (h *fileHandler) SendHead() io.ReadCloser {
	name := h.TranslatePath(h.Path)
	f, info, err := open(h.directory, name)
	if err != nil {
		h.refuse(err)
		return nil
	}
	if info.IsDir() {
		return h.sendDirectory(name, f)
	}
	if !isServed(info) {
		f.Close()
		h.refuse(fs.ErrNotExist)
		return nil
	}
	return h.sendFile(name, f, info)
}

// refuse says why a file cannot be had.
func (h *fileHandler) refuse(err error) {
	// TODO 2 (not-found): an error is an answer, too: h.SendError(404, "File not
	// found"). Back in SendHead, "f.txt/" is not found either, if f.txt is a file.
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
	h.SendResponse(status)
	// TODO 3 (content-length): say how many bytes will come: from "from" up to,
	// and without, "to".
	//
	// TODO 4 (content-type): say what it is, by a table of endings: the key is
	// filepath.Ext(name) in small letters, a value "text/html". The checks ask
	// for .html, .txt, .css, .png and .jpg; all else is
	// "application/octet-stream".
	//
	// TODO 5 (last-modified): say how old it is: h.DateTimeString writes a time
	// as HTTP wants it.
	h.EndHeaders()
	return &section{f, io.NewSectionReader(f, from, to-from)}
}

// section is a part of a file, which is closed with it.
type section struct {
	io.Closer
	*io.SectionReader
}

// TODO 6 (head): DoHEAD is DoGET without the copy. Write it; the server finds it
// by its name.

// decode returns the path in a target, as it was before it became part of a URL.
func decode(target string) string {
	// TODO 7 (percent-encoding, query): cut off what begins with "?" or "#",
	// then decode the escapes: url.PathUnescape. What it cannot decode is a
	// name as it stands.
	return target
}

// resolve takes the ".." out of a path.
func resolve(target string) string {
	// TODO 8 (dot-dot, never-outside): path.Clean of a path that begins with "/"
	// never rises above that.
	return target
}

// sendDirectory answers with what a directory has to show.
func (h *fileHandler) sendDirectory(name string, f *os.File) io.ReadCloser {
	// TODO 9 (redirect, redirect-query): if the path has no "/" at its end, answer
	// with h.SendResponse(301), location(name) as the Location, the query behind
	// it, and a Content-Length of "0".
	//
	// TODO 10 (index): a directory is answered with its index.html, or else its
	// index.htm: open it, and h.sendFile.
	//
	// TODO 11 (empty-directory): or, without either, with h.ListDirectory(f).
	f.Close()
	h.SendError(404, "File not found")
	return nil
}

// ListDirectory answers with a page of links to what is in the directory, and
// returns that page.
func (h *fileHandler) ListDirectory(directory *os.File) io.ReadCloser {
	defer directory.Close()
	page := bytes.NewBufferString("<!DOCTYPE html>\n<ul>\n")
	// TODO 12 (listing, listing-slash, listing-order, long-listing):
	// directory.ReadDir(-1), sorted without regard to case. A line in page for
	// each: <li><a href="LINK">NAME</a></li>, both with "/" behind a directory.
	//
	// TODO 13 (listing-links, listing-escapes): NAME is html.EscapeString of the
	// name. LINK is so of url.PathEscape of it, with "./" before a colon.
	//
	// TODO 14 (listing-links-marked): a symbolic link shows "@" instead, and if
	// it leads to a directory, which os.Stat knows, its LINK has the slash.
	page.WriteString("</ul>\n")
	h.SendResponse(200)
	h.SendHeader("Content-Type", "text/html; charset=utf-8")
	h.SendHeader("Content-Length", strconv.Itoa(page.Len()))
	h.EndHeaders()
	return io.NopCloser(page)
}

// open opens a file beneath the directory, for reading.
func open(directory, name string) (*os.File, fs.FileInfo, error) {
	// TODO 15 (link-outside): a link may lead anywhere, but not if the file is
	// opened beneath a directory: os.OpenRoot(directory), and its Open.
	f, err := os.Open(filepath.Join(directory, name))
	if err != nil {
		return nil, nil, err
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
	// TODO 16 (redirect-stays-here, no-line-ends-in-headers): a Location that
	// begins with two slashes, or with a slash and a backslash, names another host,
	// and one with a line end in it is two headers. Escape it: url.URL{Path: …} and
	// its EscapedPath.
	return "/" + name + "/"
}

// isServed reports whether a file is one that can be sent.
func isServed(info fs.FileInfo) bool {
	// TODO 17 (fifo, index-that-is-no-file, device, socket-file,
	// unreadable-file): what is neither directory nor regular file is not found, and
	// no index page either. A FIFO does not even open, unless with OpenFile and
	// syscall.O_NONBLOCK. A file that you may not read is 403.
	return true
}

// isNotModified reports whether the client has the file already.
func (h *fileHandler) isNotModified(info fs.FileInfo) bool {
	// TODO 18 (not-modified, modified, tag-before-date, odd-times, future-time): if
	// the file is no newer than the date in h.Headers.Get("If-Modified-Since"), 304
	// is the whole answer: http.ParseTime reads it. Times have fractions of a
	// second, HTTP's dates have none, their years have four digits, and
	// Last-Modified is no time to come. With If-None-Match, which is about tags,
	// the date says nothing.
	return false
}

// isAnother reports whether the file is not the one that the client means.
func (h *fileHandler) isAnother(info fs.FileInfo) bool {
	// TODO 19 (precondition): that is so if the file is newer than the date in
	// If-Unmodified-Since; or if there is an If-Match, whose tag is none of ours, but
	// for "*". Where it is so, h.SendError(412) in sendFile is the whole answer.
	return false
}

// part returns which bytes of the file are asked for, and the status that says
// so: 200 for all, 206 for some, 416 if there are none.
func (h *fileHandler) part(info fs.FileInfo) (from, to int64, status int) {
	// TODO 20 (range, range-in-1.0, range-behind-the-end, range-not-understood,
	// range-of-head, if-range, range-of-nothing): "Range: bytes=2-5" of a GET asks
	// for a part, "2-" for all from 2 on, "-3" for the last three. 206 and
	// Content-Range: bytes 2-5/10 say which; 416 and Content-Range: bytes */10 say
	// that there are none. Anything else is as if it were not there.
	return 0, info.Size(), 200
}

// copyFile sends what SendHead has promised.
func (h *fileHandler) copyFile(body io.Reader) {
	// TODO 21 (shrinking-file): io.Copy tells how many bytes it has sent. If they
	// are fewer than section.Size, no answer may follow on this connection:
	// h.CloseConnection = true.
	io.Copy(h.Wfile, body)
}
