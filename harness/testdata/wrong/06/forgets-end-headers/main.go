// Mistake: its head has no end: the blank line is missing, and the body is taken for a header.
// Blamed: 06/hello
// Held to: article
package main

import (
	"bufio"
	"net"
	"os"
	"strings"

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
	head := right.Head(status, len(right.Greeting), "Content-type: text/html")
	head = strings.TrimSuffix(head, "\r\n")
	right.Send(conn, request, head, right.Greeting)
}
