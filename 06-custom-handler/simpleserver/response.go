package simpleserver

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

// heldBack is how many bytes of a body wait for the application to return
// before the head is sent. A shorter body gets a Content-Length that way, and
// leaves with its head in one write.
const heldBack = 2048

// response is what the application writes to. It decides how the body is
// framed: by the length that the application declared, by the length of a
// short body, or in chunks (RFC 9112, section 6.3).
type response struct {
	handler *RequestHandler
	header  http.Header // the application's; trailers are read from it at the end
	status  int         // 0 until WriteHeader
	head    http.Header // what header was at WriteHeader; later changes come too late
	body    []byte      // held back; nil once the head is sent
	sent    bool        // the head is
	length  int64       // declared by the application; −1 if it was not
	written int64       // bytes of the body that the application wrote, or tried to
	chunked bool
}

var (
	_ http.ResponseWriter             = (*response)(nil)
	_ interface{ FlushError() error } = (*response)(nil) // http.ResponseController asks for it
	_ http.Flusher                    = (*response)(nil)
)

func newResponse(h *RequestHandler) *response {
	return &response{handler: h, header: make(http.Header), length: -1}
}

// Header returns the header that WriteHeader will send.
func (r *response) Header() http.Header { return r.header }

// WriteHeader takes the status of the response and, with it, the header as it
// is now. 1xx statuses are sent at once and are followed by another.
func (r *response) WriteHeader(status int) {
	switch {
	case status < 100 || status > 999:
		panic(fmt.Sprintf("invalid status code %d", status))
	case r.status != 0:
		r.handler.LogError("superfluous WriteHeader")
	case status < 200 && status != http.StatusSwitchingProtocols:
		r.sendInformational(status)
	default:
		r.status, r.head = status, r.header.Clone()
		r.length = declaredLength(r.head)
	}
}

// declaredLength returns the Content-Length of header, and −1, removing it,
// if it is no length.
func declaredLength(header http.Header) int64 {
	length, err := strconv.ParseUint(header.Get("Content-Length"), 10, 63)
	if err != nil {
		header.Del("Content-Length")
		return -1
	}
	return int64(length)
}

// Write sends p as the next part of the body. Errors: [http.ErrBodyNotAllowed]
// for a status without a body, [http.ErrContentLength] past the declared
// length, or the connection's.
func (r *response) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	if !bodyAllowed(r.status) {
		return 0, http.ErrBodyNotAllowed
	}
	r.written += int64(len(p))
	if r.length >= 0 && r.written > r.length {
		return 0, http.ErrContentLength
	}
	if !r.sent && len(r.body)+len(p) <= heldBack {
		r.body = append(r.body, p...)
		return len(p), nil
	}
	if err := r.sendHeld(p); err != nil {
		return 0, err
	}
	return len(p), r.send(p)
}

// FlushError sends what was written so far.
func (r *response) FlushError() error {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	if err := r.sendHeld(nil); err != nil {
		return err
	}
	return r.handler.Wfile.Flush()
}

// Flush is FlushError for applications that know only [http.Flusher].
func (r *response) Flush() { r.FlushError() }

// finish ends the response when the application has returned.
func (r *response) finish() {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	head := r.handler.Command == "HEAD"
	if !r.sent && r.length < 0 && bodyAllowed(r.status) && !(head && len(r.body) == 0) {
		r.length = r.written
		r.head.Set("Content-Length", strconv.FormatInt(r.length, 10))
	}
	r.sendHeld(nil)
	if r.chunked {
		r.sendLastChunk()
	}
	// A client that was promised more would take the next response for it, and
	// an application that has miscounted may do so again.
	if r.length >= 0 && r.written != r.length && !head && bodyAllowed(r.status) {
		r.handler.CloseConnection = true
	}
}

// sendHeld sends the head, if it is not sent, and the body that waited for it.
// next is what will follow; an unnamed type is guessed from both.
func (r *response) sendHeld(next []byte) error {
	if r.sent {
		return nil
	}
	if len(r.body) > 0 {
		next = r.body
	}
	r.sendHead(next)
	held := r.body
	r.sent, r.body = true, nil
	return r.send(held)
}

// send sends p, framed as the head said.
func (r *response) send(p []byte) error {
	if len(p) == 0 || r.handler.Command == "HEAD" {
		return nil
	}
	if r.chunked {
		return r.sendChunk(p)
	}
	_, err := r.handler.Wfile.Write(p)
	return err
}

// sendHead sends the status line and the header, sorted by name. first is the
// beginning of the body.
func (r *response) sendHead(first []byte) {
	h := r.handler
	if _, named := r.head["Content-Type"]; !named && len(first) > 0 && r.head.Get("Content-Encoding") == "" {
		r.head.Set("Content-Type", http.DetectContentType(first))
	}
	if bodyAllowed(r.status) && r.length < 0 && h.Command != "HEAD" && h.RequestVersion >= "HTTP/1.1" {
		r.chunked = true
		r.head.Set("Transfer-Encoding", "chunked")
	} else {
		r.head.Del("Transfer-Encoding")
	}
	h.LogRequest(r.status)
	r.sendStatus(r.status)
	if _, dated := r.head["Date"]; !dated {
		h.SendHeader("Date", h.DateTimeString())
	}
	r.sendFields(r.head)
	h.EndHeaders()
}

// sendInformational sends a 1xx response, which an HTTP/1.0 client would take
// for the final one.
func (r *response) sendInformational(status int) {
	if r.handler.RequestVersion < "HTTP/1.1" {
		return
	}
	r.sendStatus(status)
	r.sendFields(r.header)
	r.handler.EndHeaders()
	r.handler.Wfile.Flush()
}

func (r *response) sendStatus(status int) {
	if phrase := http.StatusText(status); phrase != "" {
		r.handler.SendResponseOnly(status, phrase)
		return
	}
	r.handler.SendResponseOnly(status, "status code "+strconv.Itoa(status))
}

// sendFields sends header but for what is to follow a body in chunks.
func (r *response) sendFields(header http.Header) {
	for _, name := range slices.Sorted(maps.Keys(header)) {
		if r.isTrailer(name) {
			continue
		}
		for _, value := range header[name] {
			r.handler.SendHeader(name, value)
		}
	}
}

// isTrailer reports whether name was declared as a trailer (RFC 9110, section 6.6.2).
func (r *response) isTrailer(name string) bool {
	if strings.HasPrefix(name, http.TrailerPrefix) {
		return true
	}
	for _, value := range r.head["Trailer"] {
		for declared := range strings.SplitSeq(value, ",") {
			if basehttp.EqualToken(strings.Trim(declared, " \t"), name) {
				return true
			}
		}
	}
	return false
}

// bodyAllowed reports whether a response of this status may have a body (RFC
// 9110, section 6.4.1).
func bodyAllowed(status int) bool {
	return status >= 200 && status != http.StatusNoContent && status != http.StatusNotModified
}
