package basehttp

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"net"
	"strings"
	"time"
)

// maxBlankLines is how many empty lines may precede a request. RFC 9112, 2.2
// asks to skip at least one, which old clients sent after a body.
const maxBlankLines = 8

// errTLS is what reading a request gives when a browser was told https.
var errTLS = errors.New("this looks like TLS (a ClientHello), but the server speaks plain HTTP")

// readHead waits for a request, and returns its request line and header lines
// as one string, without the empty line that ends them. They are left as they
// came: lines end in CRLF or, when typed by hand, in LF.
func (h *RequestHandler) readHead() (string, error) {
	in := h.in
	wait := headWait{handler: h}
	length, lines, blank := 0, 0, 0 // bytes and number of the complete lines
	for {
		line, complete := firstLine(in.Buffered()[length:])
		switch {
		case length == 0 && len(line) > 0 && line[0] == tlsHandshake:
			return "", errTLS
		case len(line) > h.maxLine(lines):
			return "", lineTooLong(lines)
		case !complete:
			if err := wait.more(length); err != nil {
				return "", err
			}
		case h.server.RefuseBareLF && !bytes.HasSuffix(line, crlf):
			return "", &requestError{400, "Line ends in LF alone"}
		case !isBlank(line):
			length += len(line)
			lines++
			if err := h.checkBlock(length, lines); err != nil {
				return "", err
			}
		case lines > 0:
			head := string(in.Buffered()[:length])
			in.Discard(length + len(line))
			return head, nil
		case blank == maxBlankLines:
			return "", &requestError{400, "Bad request syntax ('')"}
		default:
			blank++
			in.Discard(len(line))
		}
	}
}

var crlf = []byte("\r\n")

// firstLine returns the first line of b with its end, or all of b if it has no
// complete line.
func firstLine(b []byte) (line []byte, complete bool) {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return b[:i+1], true
	}
	return b, false
}

func isBlank(line []byte) bool { return len(line) == 1 || len(line) == 2 && line[0] == '\r' }

// maxLine is the longest that the line after so many others may be, in bytes.
func (h *RequestHandler) maxLine(lines int) int {
	if lines == 0 {
		return cmp.Or(h.server.MaxRequestLine, MaxRequestLine)
	}
	return cmp.Or(h.server.MaxHeaderLine, MaxHeaderLine)
}

func lineTooLong(lines int) error {
	if lines == 0 {
		return &requestError{414, ""}
	}
	return &requestError{431, "Line too long"}
}

// checkBlock holds the lines read so far, of which the first is the request
// line, to the limits for all of them.
func (h *RequestHandler) checkBlock(length, lines int) error {
	if lines-1 > cmp.Or(h.server.MaxHeaders, MaxHeaders) {
		return &requestError{431, "Too many headers"}
	}
	if length > cmp.Or(h.server.MaxHeaderBlock, MaxHeaderBlock) {
		return &requestError{431, "Header block too long"}
	}
	return nil
}

// headWait waits for the pieces of one head, under the deadline of its phase:
// idle, until the first byte, and then one deadline for all the rest.
type headWait struct {
	handler *RequestHandler
	begun   bool // the second phase has
	judged  bool // the request line was
}

// more waits for input, while the first length bytes are complete lines.
func (w *headWait) more(length int) error {
	h := w.handler
	if err := w.judge(length); err != nil {
		return err
	}
	idle := len(h.in.Buffered()) == 0 && !w.begun
	switch {
	case idle:
		h.setReadTimeout(cmp.Or(h.server.IdleTimeout, IdleTimeout))
		h.idle.Store(true)
		defer h.idle.Store(false)
		if h.server.Stopping() {
			return net.ErrClosed
		}
	case !w.begun:
		h.setReadTimeout(cmp.Or(h.server.HeaderTimeout, HeaderTimeout))
		w.begun = true
	}
	err := h.in.Fill()
	if err != nil && idle {
		return io.EOF // nothing was asked, so there is nothing to say
	}
	return err
}

// setReadTimeout makes reading fail when timeout has passed from now on.
func (h *RequestHandler) setReadTimeout(timeout time.Duration) {
	h.Request.SetReadDeadline(time.Now().Add(timeout))
}

// judge looks at the request line before the rest is waited for. After a bad
// one, a client may send no more until it has its answer.
func (w *headWait) judge(length int) error {
	if length == 0 || w.judged {
		return nil
	}
	w.judged = true
	line, _ := firstLine(w.handler.in.Buffered())
	return w.handler.parseRequestLine(string(line))
}

// glimpse notes what can be told of a request whose head is refused before it
// is parsed: the line, for the log, and the command, since HEAD gets no body.
func (h *RequestHandler) glimpse() {
	line, complete := firstLine(h.in.Buffered())
	if len(line) > h.maxLine(0) {
		complete, line = false, line[:h.maxLine(0)]
	}
	if complete {
		h.RequestLine = trimLineEnd(string(line))
	}
	if command, _, found := strings.Cut(string(line), " "); found && IsToken(command) {
		h.Command = command
	}
}

// tlsHandshake is the first byte of a TLS connection (RFC 8446, 5.1), and of
// no request.
const tlsHandshake = 0x16
