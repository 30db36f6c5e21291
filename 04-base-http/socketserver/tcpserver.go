// Package socketserver accepts connections and hands each to a handler of its
// own, as Python's SocketServer does:
//
//	TCPServer ──has a── Listener          RequestHandler (interface)
//	    │                                        ▲
//	    └─makes one for each connection──► StreamRequestHandler (embed it)
//
// A server handles one connection at a time unless [ThreadingMixIn] was
// applied to it.
package socketserver

import (
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// A RequestHandler handles one connection: Setup, then Handle, then Finish.
type RequestHandler interface {
	Setup(request net.Conn, server *TCPServer)
	Handle()
	Finish()
}

// TCPServer accepts connections on Listener. Its fields may be set until it
// serves.
type TCPServer struct {
	Listener            net.Listener
	RequestHandlerClass func() RequestHandler
	ProcessRequest      func(request net.Conn)
	GracePeriod         time.Duration

	mu       sync.Mutex
	handlers map[RequestHandler]net.Conn
	running  sync.WaitGroup
	stopping atomic.Bool
	stopped  chan struct{}
}

// NewTCPServer binds to address ("127.0.0.1:8000"; port 0 is a free one) and
// listens.
func NewTCPServer(address string, class func() RequestHandler) (*TCPServer, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	return New(listener, class), nil
}

// New returns a server for a listener that exists already.
func New(listener net.Listener, class func() RequestHandler) *TCPServer {
	s := &TCPServer{}
	s.Init(listener, class)
	return s
}

// Init makes s, which may be part of another struct, a server for listener.
func (s *TCPServer) Init(listener net.Listener, class func() RequestHandler) {
	s.Listener = listener
	s.RequestHandlerClass = class
	s.ProcessRequest = s.FinishRequest
	s.handlers = make(map[RequestHandler]net.Conn)
	s.stopped = make(chan struct{})
}

// ServerAddress is the address that is listened on, with its real port.
func (s *TCPServer) ServerAddress() *net.TCPAddr {
	return s.Listener.Addr().(*net.TCPAddr)
}

// ServeForever handles requests until Shutdown, and returns nil then.
func (s *TCPServer) ServeForever() error {
	for {
		if err := s.HandleRequest(); err != nil {
			if s.stopping.Load() && errors.Is(err, net.ErrClosed) {
				return nil
			}
			return err
		}
	}
}

// HandleRequest accepts one connection and processes it.
func (s *TCPServer) HandleRequest() error {
	request, err := s.Listener.Accept()
	if err != nil {
		return err
	}
	s.running.Add(1)
	s.ProcessRequest(request)
	return nil
}

// FinishRequest handles request with a handler of its own and closes it.
func (s *TCPServer) FinishRequest(request net.Conn) {
	defer s.running.Done()
	defer request.Close()
	handler := s.RequestHandlerClass()
	handler.Setup(request, s)
	defer handler.Finish()
	handler.Handle()
}

// Shutdown stops accepting and waits for the connections being handled.
func (s *TCPServer) Shutdown() {
	s.stopping.Store(true)
	s.Listener.Close()
	s.running.Wait()
}
