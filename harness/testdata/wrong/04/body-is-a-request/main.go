// Mistake: it keeps the connection and leaves a GET's body unread, so the body is taken for the next request.
// Blamed: 04/body-of-a-get
// Held to: article
package main

import (
	"bufio"
	"net"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	listener, _ := right.Listen()
	right.Serve(listener, echo)
}

func echo(conn net.Conn) {
	defer conn.Close()
	reader := bufio.NewReader(conn)
	for {
		request := right.ReadHead(reader)
		if request == nil {
			return
		}
		right.Answer(conn, request)
		if request.Version != "HTTP/1.1" || right.Protocol != "HTTP/1.1" {
			return
		}
	}
}
