package simplehttp

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"syscall"

	"example.com/socket-tutorial/05-simple-http/internal/beneath"
)

// SendHead answers with what the path leads to, up to the end of the head. It
// returns the body, which DoGET copies and DoHEAD does not, and which is to be
// closed; or nil where the answer is complete: a redirect, an error, "304 Not
// Modified".
func (h *RequestHandler) SendHead() io.ReadCloser {
	name := h.TranslatePath(h.Path)
	file, err := h.Root.Open(name)
	if err != nil {
		return h.refuse(err)
	}
	switch file.Mode {
	case 0:
		return h.sendFile(name, file)
	case fs.ModeDir:
		return h.sendDirectory(name, file)
	}
	// A FIFO, a socket, a device: what a read of it does, nobody knows.
	file.Close()
	return h.refuse(fs.ErrNotExist)
}

// refuse answers for a file that was not opened.
func (h *RequestHandler) refuse(err error) io.ReadCloser {
	switch {
	case errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE):
		h.SendError(503, "Too many open files")
	case errors.Is(err, beneath.ErrBusy):
		h.SendError(503, "File in use")
	case errors.Is(err, beneath.ErrGone):
		h.LogError(err.Error())
		h.SendError(404, "The served directory is gone")
	case errors.Is(err, beneath.ErrOutside):
		h.LogError(h.Path + " is a link out of the directory; -follow-symlinks follows it")
		h.SendError(404, "File not found")
	default:
		h.SendError(404, "File not found")
	}
	return nil
}

// sendDirectory answers for a directory: with a redirect if the path names it
// without a slash, since the links of the page would lead beside it; else with
// its index, else with a listing.
func (h *RequestHandler) sendDirectory(name string, directory *File) io.ReadCloser {
	if !strings.HasSuffix(withoutQuery(h.Path), "/") {
		directory.Close()
		h.redirect()
		return nil
	}
	for _, index := range []string{"index.html", "index.htm"} {
		inside := path.Join(name, index)
		file, err := h.Root.Open(inside)
		switch {
		case errors.Is(err, fs.ErrNotExist) || isNoFile(err):
			continue
		case err != nil:
			directory.Close()
			return h.refuse(err)
		case file.Mode == 0:
			directory.Close()
			return h.sendFile(inside, file)
		}
		file.Close()
	}
	defer directory.Close()
	return h.ListDirectory(name, directory)
}

// isNoFile reports whether a name could not be opened because it leads to a socket
// (on BSD that is EOPNOTSUPP), to no device, or through a file: open(2). A link in a
// circle is not among them: for os.Root it is also one that was swapped meanwhile.
func isNoFile(err error) bool {
	for _, errno := range []syscall.Errno{syscall.ENXIO, syscall.ENODEV, syscall.EOPNOTSUPP, syscall.ENOTDIR} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}

// sendFile sends the head for a regular file and returns what follows it.
func (h *RequestHandler) sendFile(name string, file *File) io.ReadCloser {
	said := h.describe(file)
	if status := h.precondition(said.validators); status != 200 {
		file.Close()
		return h.sendWithout(status, said.validators)
	}
	part, status := h.requestedRange(file, said.validators)
	if status == 416 {
		file.Close()
		h.sendUnsatisfiable(file.Size)
		return nil
	}
	h.SendResponse(status)
	h.SendHeader("Content-type", h.GuessType(name))
	if status == 206 {
		h.SendHeader("Content-Length", strconv.FormatInt(part.length, 10))
		h.SendHeader("Content-Range", part.contentRange(said.length))
	} else {
		h.SendHeader("Content-Length", said.length)
	}
	h.SendHeader("Last-Modified", said.lastModified)
	if h.speaks11() {
		h.SendHeader("ETag", said.tag)
		h.SendHeader("Accept-Ranges", "bytes")
		h.sendContentEncoding(name)
	}
	h.sendCacheControl()
	h.EndHeaders()
	return &body{io.LimitedReader{R: file, N: part.length}, file}
}
