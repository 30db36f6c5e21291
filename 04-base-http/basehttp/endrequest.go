package basehttp

import (
	"io"
	"time"

	"example.com/socket-tutorial/04-base-http/socketserver"
)

// LingerTimeout is how long a connection that is closed with input unread goes
// on taking it.
const LingerTimeout = 2 * time.Second

// beginRequest forgets the request before.
func (h *RequestHandler) beginRequest() {
	h.CloseConnection = true
	h.Command, h.Path, h.RequestVersion, h.RequestLine = "", "", "", ""
	clear(h.Headers) // which else would keep a long request in memory
	h.Headers = h.Headers[:0]
	h.body = body{handler: h, remaining: unframed}
	h.response.begin()
}

// endRequest makes sure that the request had one response, and the whole of
// it, and gets to where the next request begins. If it cannot, the connection
// is closed.
func (h *RequestHandler) endRequest() {
	if !h.response.begun() {
		h.answerForHandler(h.body.err)
	}
	if !h.response.ended || h.response.short() {
		h.CloseConnection = true
	}
	if h.CloseConnection {
		return
	}
	if err := h.body.drain(); err != nil {
		h.refuse(err)
	}
}

// answerForHandler answers where a method has returned without doing so:
// because reading the body gave it err, or by mistake.
func (h *RequestHandler) answerForHandler(err error) {
	if err == nil || err == io.EOF {
		err = &requestError{500, "No response"}
	}
	h.refuse(err)
}

// recoverPanic is deferred around a method. A fault in it costs the connection
// and a line in the log, and the client is told if it was not told otherwise.
func (h *RequestHandler) recoverPanic() {
	fault := recover()
	if fault == nil {
		return
	}
	h.self.LogMessage(socketserver.DescribePanic(fault))
	h.CloseConnection = true
	if h.sendErrorPage(500, Responses[500].Phrase) {
		return
	}
	if tcp, ok := h.Request.(interface{ SetLinger(sec int) error }); ok {
		// A reset: where the end of the connection is that of the body,
		// an orderly close would pass for success.
		tcp.SetLinger(0)
	}
}

// lingeringClose lets the client read the last response before the connection
// is closed. A close with input unread resets the connection, and a reset
// destroys what the client has not read yet (RFC 9112, 9.6).
func (h *RequestHandler) lingeringClose() {
	unread := len(h.in.Buffered()) > 0 || !h.body.finished()
	if h.Wfile.Flush() != nil || !h.response.begun() || !unread {
		return
	}
	if conn, ok := h.Request.(interface{ CloseWrite() error }); ok && conn.CloseWrite() == nil {
		h.setReadDeadline(time.Now().Add(LingerTimeout))
		io.Copy(io.Discard, h.in)
	}
}
