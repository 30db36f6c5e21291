package simpleserver

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"example.com/socket-tutorial/04-base-http/basehttp"
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
	trailers := r.trailers()
	for _, name := range slices.Sorted(maps.Keys(trailers)) {
		for _, value := range trailers[name] {
			fmt.Fprintf(wfile, "%s: %s\r\n", name, oneLine.Replace(value))
		}
	}
	io.WriteString(wfile, "\r\n")
}

// trailers are the headers that were declared as such, by their real names.
func (r *response) trailers() http.Header {
	trailers := make(http.Header)
	for name, values := range r.header {
		real := strings.TrimPrefix(name, http.TrailerPrefix)
		if r.isTrailer(name) && basehttp.IsToken(real) {
			trailers[real] = append(trailers[real], values...)
		}
	}
	return trailers
}

// oneLine keeps a value from becoming a second line.
var oneLine = strings.NewReplacer("\r", " ", "\n", " ")
