package basehttp

import (
	"runtime"
	"strconv"
	"strings"
)

// SendResponse logs the request and begins the response: the status line, the
// headers Server and Date, and those that the server sends with every response.
// The reason phrase is the code's unless another is given.
func (h *RequestHandler) SendResponse(code int, reason ...string) {
	h.LogRequest(code)
	h.SendResponseOnly(code, reason...)
	h.response.head("Server: ", h.ServerVersion, " ", sysVersion, "\r\nDate: ", h.DateTimeString(), "\r\n")
	for _, extra := range h.ExtraHeaders() {
		h.SendHeader(extra.Name, extra.Value)
	}
}

// ExtraHeaders are those that the server sends with every response.
func (h *RequestHandler) ExtraHeaders() Headers { return h.server.ExtraHeaders }

// SendResponseOnly begins the response with the status line alone.
func (h *RequestHandler) SendResponseOnly(code int, reason ...string) {
	phrase := Responses[code].Phrase
	if len(reason) > 0 {
		phrase = oneLine(reason[0])
	}
	h.response.status, h.response.started = code, true
	h.response.head(h.ProtocolVersion, " ", strconv.Itoa(code), " ", phrase, "\r\n")
}

// SendHeader sends one header line. The value's bytes are sent as they are,
// except that a line break in it is made a blank: what follows one would be
// another header. A Connection header also decides whether the connection is
// closed, as in Python.
//
// Not sent, and logged, are a name that is no token and a Content-Length that
// is no number. Not sent either is what would frame a body where there is none
// (1xx and 204; RFC 9112, 6.3).
func (h *RequestHandler) SendHeader(name, value string) {
	header := Header{name, oneLine(value)}
	if !IsToken(name) {
		h.LogError("Bad header name " + repr(name))
		return
	}
	switch {
	case header.is("Connection") && !h.response.interim():
		h.response.connection = true
		h.CloseConnection = hasToken(value, "close") || h.CloseConnection && !hasToken(value, "keep-alive")
	case header.is("Content-Length") || header.is("Transfer-Encoding"):
		if !h.frameResponse(&header) {
			return
		}
	}
	h.response.head(name, ": ", header.Value, "\r\n")
}

// frameResponse notes what a header says of the body's length, and reports
// whether it may be sent.
func (h *RequestHandler) frameResponse(header *Header) bool {
	w := &h.response
	if w.status >= 100 && w.status < 200 || w.status == 204 {
		return false
	}
	if header.is("Content-Length") {
		n, err := strconv.ParseInt(header.Value, 10, 64)
		if err != nil || !isDigits(header.Value) {
			h.LogError("Bad Content-Length " + repr(header.Value))
			return false
		}
		w.length = n
	}
	w.framed = true
	return true
}

// sysVersion is the other half of the Server header, such as "Go/1.25.0".
var sysVersion = "Go/" + strings.TrimPrefix(strings.Fields(runtime.Version())[0], "go")

// oneLine makes blanks of line breaks, of which there are none as a rule.
func oneLine(s string) string {
	if strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.NewReplacer("\r", " ", "\n", " ").Replace(s)
}

// EndHeaders ends the head of the response; what is written to Wfile after it
// is the body. The connection will be closed if nothing but its end can tell
// that of the body.
func (h *RequestHandler) EndHeaders() {
	w := &h.response
	if w.interim() {
		h.body.awaited = h.body.awaited && w.status != 100 // no other 1xx invites it
		w.endInterim()
		return
	}
	endsWithConnection := !w.framed && !bodiless(h.Command, w.status)
	h.CloseConnection = h.CloseConnection || endsWithConnection || h.server.Stopping() || !h.body.drainable()
	if !w.connection && h.ProtocolVersion >= "HTTP/1.1" {
		h.sendConnection()
	}
	w.endHead(h.Command)
}

// sendConnection tells the client what becomes of the connection, unless that
// is what its version of HTTP assumes.
func (h *RequestHandler) sendConnection() {
	switch {
	case h.CloseConnection:
		h.SendHeader("Connection", "close")
	case h.RequestVersion < "HTTP/1.1":
		h.SendHeader("Connection", "keep-alive")
	}
}

// HandleExpect100 invites the body that the client has announced. A handler
// that does not want it overrides this, sends an error, and returns false.
func (h *RequestHandler) HandleExpect100() bool {
	h.SendResponseOnly(100)
	h.EndHeaders()
	return true
}
