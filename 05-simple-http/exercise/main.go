// Command exercise is a file server to be finished, on stage 04's basehttp:
// TranslatePath, SendHead and ListDirectory. The TODOs are in the order of the
// harness's checks: fill in the next one, run the checks, and read what they
// say. A check that no TODO names has a hint of its own.
package main

import (
	"bytes"
	"flag"
	"io"
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
	// TODO 20 (shrinking-file): io.Copy tells how many bytes it has sent. If they
	// are fewer than SendHead promised, no answer may follow on this connection:
	// h.CloseConnection = true.
	if f := h.SendHead(); f != nil {
		defer f.Close()
		io.Copy(h.Wfile, f)
	}
}

// TODO 6 (head): DoHEAD is DoGET without the copy. Write it; the server finds it
// by its name.

// TranslatePath turns the target of a request, which is a path, into the name of
// a file, seen from h.directory.
func (h *fileHandler) TranslatePath(target string) string {
	// TODO 1 (file): without its first slash, the target is that name.
	//
	// TODO 7 (percent-encoding, query): cut off what begins with "?" or "#",
	// then decode the escapes: url.PathUnescape. What it cannot decode is a
	// name as it stands.
	//
	// TODO 8 (dot-dot, never-outside): resolve ".." before the slash is taken
	// away: path.Clean of an absolute path never rises above "/". The root
	// itself is ".".
	return "name"
}

// SendHead answers up to the blank line, and returns what is to follow it; or
// nil if there is nothing more to send.
func (h *fileHandler) SendHead() io.ReadCloser {
	name := h.TranslatePath(h.Path)
	// TODO 15 (link-outside): a link may lead anywhere, but not if the file is
	// opened beneath a directory: os.OpenRoot(h.directory), and its Open.
	f, err := os.Open(filepath.Join(h.directory, name))
	if err != nil {
		// TODO 2 (not-found): an error is an answer, too: h.SendError(404,
		// "File not found"). "f.txt/" is not found either, if f.txt is a file:
		// f.Stat, below, says whether it is; then close f.
		return nil
	}
	// TODO 9 (redirect, redirect-query): f.Stat says whether this is a
	// directory. If so, and the path has no "/" at its end, answer with
	// h.SendResponse(301), the path with one as the Location, the query behind
	// it, and a Content-Length of "0".
	//
	// TODO 10 (index): a directory is answered with its index.html, or else its
	// index.htm. From here on that is the file, and the name: f.Stat again.
	//
	// TODO 11 (empty-directory): or, without either, with h.ListDirectory(f).
	//
	// TODO 16 (redirect-stays-here): a Location that begins with two slashes, or
	// with a slash and a backslash, names another host. Make it from name, which
	// is clean: url.URL{Path: …} and its EscapedPath.
	//
	// TODO 17 (fifo, index-that-is-no-file, device): what is neither directory
	// nor regular file is not found, and no index page either. A FIFO does not
	// even open, unless with OpenFile and syscall.O_NONBLOCK.
	//
	// TODO 18 (not-modified): if the file is no newer than the date in
	// h.Headers.Get("If-Modified-Since"), 304 is the whole answer: http.ParseTime
	// reads it. Times have fractions of a second, HTTP's dates have none.
	//
	// TODO 19 (range, range-behind-the-end, range-not-understood, if-range):
	// "Range: bytes=2-5" of a GET asks for a part, "2-" for all from 2 on, "-3"
	// for the last three. 206 and Content-Range say which; f.Seek and
	// io.LimitReader cut it out. Anything else is as if it were not there.
	h.SendResponse(200)
	// TODO 3 (content-length): say how much will come: f.Stat knows.
	//
	// TODO 4 (content-type): say what it is, by a table of endings: the key is
	// filepath.Ext(name) in small letters, a value "text/html". The checks ask
	// for .html, .txt, .css, .png and .jpg; all else is
	// "application/octet-stream".
	//
	// TODO 5 (last-modified): say how old it is: h.DateTimeString writes a time
	// as HTTP wants it.
	h.EndHeaders()
	return f
}

// ListDirectory answers with a page of links to what is in the directory, and
// returns that page.
func (h *fileHandler) ListDirectory(directory *os.File) io.ReadCloser {
	defer directory.Close()
	page := bytes.NewBufferString("<!DOCTYPE html>\n<ul>\n")
	// TODO 12 (listing, listing-slash, listing-order): directory.ReadDir(-1),
	// sorted without regard to case. A line in page for each:
	// <li><a href="LINK">NAME</a></li>, both with "/" behind a directory.
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
