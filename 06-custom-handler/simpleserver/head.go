package simpleserver

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

// sendHead sends the status line and the header, sorted by name. first is the
// beginning of the body.
func (r *response) sendHead(first []byte) {
	h := r.handler
	_, named := r.head["Content-Type"]
	switch {
	case !bodyAllowed(r.status):
		r.dropFraming()
	case !named && len(first) > 0 && r.head.Get("Content-Encoding") == "" && r.head.Get("Transfer-Encoding") == "":
		r.head.Set("Content-Type", http.DetectContentType(first))
	}
	r.head.Del("Transfer-Encoding")
	if bodyAllowed(r.status) && r.length < 0 && h.Command != "HEAD" && r.clientKnowsChunks() {
		r.chunked = true
		r.head.Set("Transfer-Encoding", "chunked")
	}
	h.LogRequest(r.status)
	r.sendStatus(r.status)
	if _, dated := r.head["Date"]; !dated {
		h.SendHeader("Date", h.DateTimeString())
	}
	r.sendFields(r.head)
	r.endHeaders()
}

// dropFraming drops what would describe a body from a head without one.
func (r *response) dropFraming() {
	r.head.Del("Content-Length")
	if r.status == http.StatusNotModified {
		r.head.Del("Content-Type")
	}
}

// clientKnowsChunks reports whether both ends speak HTTP/1.1. Chunks are a part
// of that, and so are 1xx responses, which an HTTP/1.0 client would take for
// the final one.
func (r *response) clientKnowsChunks() bool {
	return r.handler.RequestVersion >= "HTTP/1.1" && r.handler.ProtocolVersion >= "HTTP/1.1"
}

// endHeaders ends the head. Whether the connection can be kept depends on how
// much of the request's body is left; while somebody reads it, nobody knows.
func (r *response) endHeaders() {
	body := r.requestBody
	if !body.mu.TryLock() {
		r.handler.CloseConnection = true
		r.handler.EndHeaders()
		return
	}
	defer body.mu.Unlock()
	r.handler.EndHeaders()
}

// sendContinue invites the request's body, unless the response has begun. The
// body's reader calls it.
func (r *response) sendContinue() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.over && !r.sent && r.handler.RequestHandler.HandleExpect100() {
		r.handler.Wfile.Flush()
	}
}

// sendInformational sends a 1xx response, which another one follows.
func (r *response) sendInformational(status int) {
	if !r.clientKnowsChunks() {
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
			r.handler.SendHeader(name, strings.Trim(oneLine.Replace(value), " \t"))
		}
	}
}

// hasTrailers reports whether any were declared before the head is sent.
func (r *response) hasTrailers() bool {
	for name := range r.head {
		if strings.HasPrefix(name, http.TrailerPrefix) {
			return true
		}
	}
	return len(r.head["Trailer"]) > 0
}

// isTrailer reports whether name was declared as a trailer (RFC 9110, section
// 6.6.2). What frames a message cannot be one.
func (r *response) isTrailer(name string) bool {
	if strings.HasPrefix(name, http.TrailerPrefix) {
		return true
	}
	switch name {
	case "Transfer-Encoding", "Content-Length", "Trailer":
		return false
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
