package basehttp

import (
	"io"
	"net"
	"time"

	"example.com/socket-tutorial/04-base-http/socketserver"
)

// LingerTimeout is how long the connection of a client that has acknowledged all
// of the last response stays open for the client to close it.
const LingerTimeout = 2 * time.Second

// beginRequest forgets the request before.
func (h *RequestHandler) beginRequest() {
	h.CloseConnection = true
	h.Command, h.Path, h.RequestVersion, h.RequestLine = "", "", "", ""
	clear(h.Headers) // which else would keep a long request in memory
	h.Headers = h.Headers[:0]
	h.body = body{handler: h, remaining: unframed, budget: unframed}
	h.response.begin()
	h.aborted = false
	h.in.Separate(false)
	h.forgetDeadlines()
}

// forgetDeadlines takes back those that the method of the request before has set.
func (h *RequestHandler) forgetDeadlines() {
	h.readDeadline.Store(nil)
	if h.writeDeadline {
		h.writeDeadline = false
		h.Request.SetWriteDeadline(time.Time{})
	}
}

// endRequest makes sure that the request had one response, and the whole of
// it, and gets to where the next request begins. If it cannot, the connection
// is closed.
func (h *RequestHandler) endRequest() {
	h.in.Separate(false)
	if h.aborted || h.out.Err() != nil {
		h.CloseConnection = true
		return
	}
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
	h.reset()
}

// Abort ends the connection after a method that has given up its response:
// without an answer, if there is none yet, and with a reset, if an orderly end
// would make a whole of what was sent.
func (h *RequestHandler) Abort() {
	h.aborted = true
	if h.response.ended && !h.response.framed && !h.response.bodiless {
		h.reset()
	}
}

// reset has the connection reset when it is closed. Where the end of the
// connection is that of the body, an orderly end would pass for success.
func (h *RequestHandler) reset() {
	h.cut = true
	conn := h.Request
	if over, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = over.NetConn() // what TLS runs over: its own close says that all was sent
		defer conn.Close()
	}
	if tcp, ok := conn.(interface{ SetLinger(sec int) error }); ok {
		tcp.SetLinger(0)
	}
}

// endConnection lets the client read the last response before the connection
// is closed. One that has stopped to read is left, which the log tells.
func (h *RequestHandler) endConnection() {
	if h.cut || h.out.Written() == 0 {
		return
	}
	if err := h.in.Linger(LingerTimeout); isTimeout(err) {
		h.LogError(err.Error() + "; connection closed")
		h.reset()
	}
}
