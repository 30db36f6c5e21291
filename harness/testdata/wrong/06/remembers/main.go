// Mistake: it keeps its body in the server, so the second client gets two greetings.
// Blamed: 06/next-client
// Held to: article
package main

import (
	"bufio"
	"net"
	"os"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

var said string

func main() {
	listener, _ := right.Listen()
	right.Serve(listener, hello)
}

func hello(conn net.Conn) {
	defer conn.Close()
	request := right.Read(bufio.NewReader(conn))
	if request == nil {
		return
	}
	status := right.HelloStatus(request)
	right.Log(os.Stderr, conn, request, status)
	said += right.Greeting
	right.Send(conn, request, right.Head(status, len(said), "Content-type: text/html"), said)
}
