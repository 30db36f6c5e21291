// Mistake: it writes what it wants to tell its user into the connection, behind the body.
// Blamed: 06/end
// Held to: article
package main

import (
	"bufio"
	"net"
	"os"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

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
	right.Send(conn, request, right.Head(status, len(right.Greeting), "Content-type: text/html"), right.Greeting+"Done.\n")
}
