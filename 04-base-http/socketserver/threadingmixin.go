package socketserver

import "net"

// ThreadingMixIn makes s handle each connection in a goroutine of its own, so
// that a slow client keeps nobody else waiting. The goroutine ends with its
// connection, and Shutdown waits for it.
func ThreadingMixIn(s *TCPServer) {
	s.ProcessRequest = func(request net.Conn) { go s.FinishRequest(request) }
}
