package simplehttp

import "io"

// CopyFile sends all of source. If source ends before what the head announced,
// or cannot be read, the connection closes: only so can the client tell.
func (h *RequestHandler) CopyFile(source io.Reader, outputfile io.Writer) {
	if _, err := io.Copy(outputfile, source); err != nil {
		h.CloseConnection = true
	}
}

// body is the part of a file that the head announced, wherever the file ends
// by now.
type body struct {
	io.LimitedReader
	file *File
}

// WriteTo hands w the LimitedReader itself: a handler's Wfile knows it, and
// has the kernel send the file (sendfile(2)).
func (b *body) WriteTo(w io.Writer) (int64, error) {
	n, err := io.Copy(w, &b.LimitedReader)
	if err == nil && b.N > 0 {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func (b *body) Close() error { return b.file.Close() }
