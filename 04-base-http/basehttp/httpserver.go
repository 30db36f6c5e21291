package basehttp

import (
	"net"

	"example.com/socket-tutorial/04-base-http/socketserver"
)

// HTTPServer is a TCPServer whose handlers speak HTTP.
type HTTPServer struct {
	socketserver.TCPServer
	// ProtocolVersion is what handlers speak whose own is empty: "HTTP/1.0"
	// (the default) or "HTTP/1.1".
	ProtocolVersion string
}

// NewHTTPServer binds to address and listens.
func NewHTTPServer(address string, class func() Handler) (*HTTPServer, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	server := &HTTPServer{ProtocolVersion: "HTTP/1.0"}
	server.Init(listener, func() socketserver.RequestHandler {
		handler := class()
		base := handler.base()
		base.self, base.server = handler, server
		if base.ProtocolVersion == "" {
			base.ProtocolVersion = server.ProtocolVersion
		}
		return handler
	})
	return server, nil
}
