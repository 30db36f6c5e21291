package socketserver

import (
	"cmp"
	"net"
	"time"
)

// Idler is a handler that can say, at any time and to any goroutine, that it is
// between two requests, where nothing is lost if its connection is closed. It
// must ask Stopping after it has become idle and before it waits. The
// connection of a handler without this method is never idle.
type Idler interface{ Idle() bool }

// Stopping reports whether the server is to stop. A handler asks between two
// requests.
func (s *TCPServer) Stopping() bool { return s.stopping.Load() }

// Shutdown stops accepting, closes idle connections at once, and the others
// at the end of GracePeriod unless they finish before. It returns when every
// handler has ended, and may be called from any goroutine but a handler's,
// and more than once.
func (s *TCPServer) Shutdown() {
	s.stop()
	s.closeConnections(true)
	cut := time.AfterFunc(cmp.Or(s.GracePeriod, GracePeriod), func() { s.closeConnections(false) })
	defer cut.Stop()
	s.serving.Wait()
}

// ServerClose stops accepting and closes every connection at once. Handlers
// may still be ending when it returns.
func (s *TCPServer) ServerClose() {
	s.stop()
	s.closeConnections(false)
}

// Busy is the number of connections that are being served and are not idle.
func (s *TCPServer) Busy() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, handler := range s.handlers {
		if !idle(handler) {
			n++
		}
	}
	return n
}

// stop ends accept, and has a connection that was just accepted closed. The
// second call and later ones do nothing.
func (s *TCPServer) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.stopping.Swap(true) {
		close(s.stopped)
		s.Listener.Close()
	}
}

func (s *TCPServer) closeConnections(onlyIdle bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for request, handler := range s.handlers {
		if !onlyIdle || idle(handler) {
			request.Close()
		}
	}
}

func idle(handler RequestHandler) bool {
	idler, ok := handler.(Idler)
	return ok && idler.Idle()
}

// begin counts an accepted connection in, unless the server has stopped.
func (s *TCPServer) begin(request net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Stopping() {
		request.Close()
		return false
	}
	s.handlers[request] = nil
	s.serving.Add(1)
	return true
}

func (s *TCPServer) track(request net.Conn, handler RequestHandler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handlers[request] = handler
}

// end closes a connection and counts it out.
func (s *TCPServer) end(request net.Conn) {
	s.mu.Lock()
	delete(s.handlers, request)
	s.mu.Unlock()
	request.Close()
	s.serving.Done()
}
