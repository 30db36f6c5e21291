// Mistake: it listens at the article's address, whatever port it was given; here, at any free one.
// Blamed: 06/hello
// Held to: article
package main

import (
	"bufio"
	"net"
	"os"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err == nil {
		right.Serve(listener, hello)
	}
}

func hello(conn net.Conn) {
	defer conn.Close()
	request := right.Read(bufio.NewReader(conn))
	if request == nil {
		return
	}
	status := right.HelloStatus(request)
	right.Log(os.Stderr, conn, request, status)
	right.Send(conn, request, right.Head(status, len(right.Greeting), "Content-type: text/html"), right.Greeting)
}
