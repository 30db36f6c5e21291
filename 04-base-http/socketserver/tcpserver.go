// Package socketserver accepts connections and gives each one a handler of
// its own. It is Python's SocketServer (socketserver, today), composed where
// Python inherits:
//
//	             makes one for each connection
//	TCPServer ───────────────────────────────────► RequestHandler
//	  │ Listener                                    Setup, Handle, Finish
//	  │ ProcessRequest: one connection at a           ▲
//	  │ time, or, with ThreadingMixIn,                │ embeds
//	  │ a goroutine for each                        StreamRequestHandler
//	  ▼                                             Rfile, Wfile
//	basehttp.HTTPServer embeds it                     ▲
//	                                                  │ embeds
//	                                                basehttp.RequestHandler
//
// ServeForever calls HandleRequest again and again; HandleRequest accepts a
// connection and calls ProcessRequest; that calls FinishRequest, which makes
// the handler and lets it work. The files, in the order to read them:
//
//	tcpserver.go             TCPServer: the loop, and the way of a connection through it
//	streamrequesthandler.go  StreamRequestHandler: a connection as two streams
//	threadingmixin.go        ThreadingMixIn: a goroutine for each
//	listen.go, accept.go     the two system calls, and what can go wrong with them
//	shutdown.go              the end: idle connections at once, the others when they are done
//	handleerror.go           a handler that panics
//
// What the two streams are made of is package internal/stream.
package socketserver

import (
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// A RequestHandler handles one connection, which SocketServer calls a
// request: Setup, then Handle, then Finish, even if Handle panics. The server
// closes the connection afterwards.
type RequestHandler interface {
	Setup(request net.Conn, server *TCPServer)
	Handle()
	Finish()
}

// TCPServer accepts connections and has them handled. Make one with
// [NewTCPServer], or with Init as part of another struct. Exported fields are
// to be set before it serves.
type TCPServer struct {
	// Listener is where connections come from.
	Listener net.Listener
	// RequestHandlerClass makes the handler of one connection.
	RequestHandlerClass func() RequestHandler
	// ProcessRequest has a connection handled by FinishRequest: before it
	// returns (the default), or concurrently (see [ThreadingMixIn]).
	ProcessRequest func(request net.Conn)
	// ReleaseFiles, if there is one, closes files that the process keeps open
	// and can do without. It is called when no connection can be accepted.
	ReleaseFiles func()
	// Log gets a line, in one Write, for each fault that no client caused.
	Log io.Writer
	// WriteTimeout is how long a client may acknowledge nothing of what
	// Wfile sends it, twenty times as long if its kernel answers and has no
	// room; 0 is the constant of the same name.
	WriteTimeout time.Duration
	// GracePeriod is how long Shutdown lets connections finish that are
	// being served; 0 is the constant of the same name.
	GracePeriod time.Duration

	stopping atomic.Bool
	stopped  chan struct{} // closed by Shutdown
	serving  sync.WaitGroup
	mu       sync.Mutex                  // guards handlers, and begin against stop
	handlers map[net.Conn]RequestHandler // those being served
}

// What the fields of TCPServer with these names are if nobody sets them.
const (
	WriteTimeout = 60 * time.Second
	GracePeriod  = 30 * time.Second
)

// NewTCPServer binds to address, such as "127.0.0.1:8000" (port 0 is a free
// one), and listens. Errors are those of [Listen]. Shutdown or ServerClose
// closes the listener, also of a server that never served.
func NewTCPServer(address string, class func() RequestHandler) (*TCPServer, error) {
	listener, err := Listen(address)
	if err != nil {
		return nil, err
	}
	s := new(TCPServer)
	s.Init(listener, class)
	return s, nil
}

// Init makes s serve the connections of listener, which Shutdown or ServerClose
// closes.
func (s *TCPServer) Init(listener net.Listener, class func() RequestHandler) {
	s.Listener = listener
	s.RequestHandlerClass = class
	s.ProcessRequest = s.FinishRequest
	s.Log = os.Stderr
	s.stopped = make(chan struct{})
	s.handlers = make(map[net.Conn]RequestHandler)
}

// ServerAddress is the address listened on, with its real port.
func (s *TCPServer) ServerAddress() net.Addr { return s.Listener.Addr() }

// ServeForever handles requests until Shutdown, and then returns nil. Any
// other error means that the listener is of no more use.
func (s *TCPServer) ServeForever() error {
	for {
		if err := s.HandleRequest(); err != nil {
			if s.Stopping() {
				return nil
			}
			return err
		}
	}
}

// HandleRequest waits for one connection and processes it. The error is one of
// accept(2) that waiting does not mend, or [net.ErrClosed] after Shutdown.
func (s *TCPServer) HandleRequest() error {
	request, err := s.accept()
	if err != nil {
		return err
	}
	if s.begin(request) {
		s.ProcessRequest(request)
	}
	return nil
}

// FinishRequest handles one connection, from its handler's making to the
// close.
func (s *TCPServer) FinishRequest(request net.Conn) {
	defer s.end(request)
	defer s.recoverPanic(request)
	handler := s.RequestHandlerClass()
	s.track(request, handler)
	handler.Setup(request, s)
	defer handler.Finish()
	handler.Handle()
}
