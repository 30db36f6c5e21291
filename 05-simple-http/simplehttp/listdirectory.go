package simplehttp

import (
	"bytes"
	"io"
	"strconv"
)

// ListDirectory answers with a page that lists directory, which was opened as
// name and which the caller closes. It returns the page, or nil after an error.
//
// Names, order and links are those of Python's list: a directory ends in "/",
// a symbolic link in "@", and a link to a directory leads to it with a slash. The
// query may ask for another order.
func (h *RequestHandler) ListDirectory(name string, directory *File) io.ReadCloser {
	if status := h.precondition(validators{}); status != 200 {
		return h.sendWithout(status, validators{})
	}
	entries, err := h.Root.List(directory)
	if err != nil {
		h.SendError(404, "No permission to list directory")
		return nil
	}
	by := sortingOf(h.Path)
	page := appendListing(make([]byte, 0, pageSize(entries)), name, by.sorted(entries), by)
	h.SendResponse(200)
	h.SendHeader("Content-type", "text/html; charset=utf-8")
	h.SendHeader("Content-Length", strconv.Itoa(len(page)))
	h.sendCacheControl()
	h.EndHeaders()
	return pageReader{bytes.NewReader(page)}
}

// pageReader is a page to copy, with nothing to close.
type pageReader struct{ *bytes.Reader }

func (pageReader) Close() error { return nil }
