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
		phrase = oneLine.Replace(reason[0])
	}
	h.response.status = code
	h.response.head(h.ProtocolVersion, " ", strconv.Itoa(code), " ", phrase, "\r\n")
}

// SendHeader sends one header line. The value's bytes are sent as they are,
// except that a line break in it is made a blank: what follows one would be
// another header. A Connection header also decides whether the connection is
// closed, as in Python.
func (h *RequestHandler) SendHeader(name, value string) {
	value = oneLine.Replace(value)
	h.response.head(name, ": ", value, "\r\n")
	header := Header{name, value}
	switch {
	case header.is("Connection"):
		h.response.connection = true
		h.CloseConnection = hasToken(value, "close") || h.CloseConnection && !hasToken(value, "keep-alive")
	case header.is("Content-Length"):
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			h.response.length, h.response.framed = n, true
		}
	case header.is("Transfer-Encoding"):
		h.response.framed = true
	}
}

// sysVersion is the other half of the Server header, such as "Go/1.25.0".
var sysVersion = "Go/" + strings.TrimPrefix(strings.Fields(runtime.Version())[0], "go")

// oneLine replaces line breaks.
var oneLine = strings.NewReplacer("\r", " ", "\n", " ")

// EndHeaders ends the head of the response; what is written to Wfile after it
// is the body. The connection will be closed if nothing but its end can tell
// that of the body.
func (h *RequestHandler) EndHeaders() {
	w := &h.response
	if w.interim() {
		h.body.awaited = false
		w.endInterim()
		return
	}
	endsWithConnection := !w.framed && !bodiless(h.Command, w.status)
	if endsWithConnection || !h.body.drainable() || h.server.Stopping() {
		h.CloseConnection = true
	}
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
