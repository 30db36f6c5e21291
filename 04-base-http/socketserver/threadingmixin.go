package socketserver

import "net"

// ThreadingMixIn makes s handle each connection in a goroutine of its own, so
// that a slow client delays nobody else. The goroutine ends with the
// connection, and Shutdown waits for it.
func ThreadingMixIn(s *TCPServer) {
	s.ProcessRequest = func(request net.Conn) { go s.FinishRequest(request) }
}
