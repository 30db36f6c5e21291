package mistakes

import (
	"net"
	"sync/atomic"

	"example.com/socket-tutorial/harness/mistakes/right"
)

var echoServer = []row[*right.EchoServer]{
	{"turns-others-away", "backlog", `wanted "yvcoh"`, "it turns a client away while another one has not spoken yet",
		func(s *right.EchoServer) {
			var silent atomic.Bool
			s.Serve = func(listener net.Listener, handle func(net.Conn)) {
				right.OneAtATime(listener, func(conn net.Conn) {
					if silent.Swap(true) {
						conn.Close()
						return
					}
					go handle(conn)
				})
			}
			s.Reply = func(received []byte) []byte {
				silent.Store(false)
				return received
			}
		}},
}
