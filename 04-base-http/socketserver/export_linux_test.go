package socketserver

import "net"

var TCPAddr = tcpAddr

// Polled tells whether a connection that DeferAccept's listener has accepted
// is known to the runtime's poller.
func Polled(conn net.Conn) bool { return conn.(*earlyConn).polled.Load() != nil }
