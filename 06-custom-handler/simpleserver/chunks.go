package simpleserver

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// sendChunk sends p as one chunk: its size in hexadecimal, a line's end, the
// bytes, a line's end (RFC 9112, section 7.1).
func (r *response) sendChunk(p []byte) error {
	wfile := r.handler.Wfile
	fmt.Fprintf(wfile, "%x\r\n", len(p))
	wfile.Write(p)
	_, err := io.WriteString(wfile, "\r\n")
	return err
}

// sendLastChunk sends the chunk of no bytes that ends the body, and the
// trailers behind it. They are written directly: SendHeader is for the head.
func (r *response) sendLastChunk() {
	wfile := r.handler.Wfile
	io.WriteString(wfile, "0\r\n")
	for _, name := range slices.Sorted(maps.Keys(r.header)) {
		if !r.isTrailer(name) {
			continue
		}
		for _, value := range r.header[name] {
			fmt.Fprintf(wfile, "%s: %s\r\n", strings.TrimPrefix(name, http.TrailerPrefix), oneLine.Replace(value))
		}
	}
	io.WriteString(wfile, "\r\n")
}

// oneLine keeps a value from becoming a second line.
var oneLine = strings.NewReplacer("\r", " ", "\n", " ")
