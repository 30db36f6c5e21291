// Mistake: it greets whoever comes, whatever the method.
// Blamed: 06/unknown-method
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
	right.Log(os.Stderr, conn, request, 200)
	right.Send(conn, request, right.Head(200, len(right.Greeting), "Content-type: text/html"), right.Greeting)
}
