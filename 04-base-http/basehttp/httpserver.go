package basehttp

import (
	"time"

	"example.com/socket-tutorial/04-base-http/socketserver"
)

// HTTPServer is a TCPServer whose handlers speak HTTP. Its fields are to be
// set before it serves; where one is zero, the constant beside it holds.
type HTTPServer struct {
	socketserver.TCPServer

	// ProtocolVersion is what a handler speaks whose own is empty:
	// "HTTP/1.0", one request for each connection, or "HTTP/1.1".
	ProtocolVersion string
	// ExtraHeaders are sent with every response, errors included, after Date.
	ExtraHeaders Headers
	// Scheme is what a URL of this server begins with; empty is "http".
	Scheme string

	MaxRequestLine int // bytes, with the line's end; more is 414
	MaxHeaderLine  int // bytes, with the line's end; more is 431
	MaxHeaders     int // lines; more is 431
	MaxHeaderBlock int // bytes, from the request line on; more is 431

	// RefuseBareLF answers 400 to a request with a line that ends in LF and
	// not in CRLF. RFC 9112, 2.2 permits such lines, and people type them. But
	// a proxy in front that does not take LF for the end of a line sees another
	// request than this server does (CVE-2022-32214).
	RefuseBareLF bool

	HeaderTimeout time.Duration // from a request's first byte to its header's end
	IdleTimeout   time.Duration // from the end of a request to the next one's first byte
	BodyTimeout   time.Duration // for each piece of a request's body
}

// What an HTTPServer holds its clients to, unless told otherwise.
// [socketserver.WriteTimeout] and [socketserver.GracePeriod] are two more.
const (
	ProtocolVersion = "HTTP/1.0"

	MaxRequestLine = 65536
	MaxHeaderLine  = 65536
	MaxHeaders     = 100
	MaxHeaderBlock = 256 << 10

	HeaderTimeout = 10 * time.Second
	IdleTimeout   = 60 * time.Second
	BodyTimeout   = 30 * time.Second
)

// NewHTTPServer binds to address, such as "127.0.0.1:8000" (port 0 is a free
// one), and listens. class makes the handler of one connection. Errors are
// those of [socketserver.Listen]. ServerClose or Shutdown closes the listener,
// also of a server that never served.
func NewHTTPServer(address string, class func() Handler) (*HTTPServer, error) {
	listener, err := socketserver.Listen(address)
	if err != nil {
		return nil, err
	}
	server := new(HTTPServer)
	server.Init(listener, func() socketserver.RequestHandler {
		handler := class()
		base := handler.base()
		base.self, base.server = handler, server
		return handler
	})
	return server, nil
}
