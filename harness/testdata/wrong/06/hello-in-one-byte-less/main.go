// Mistake: it ends its body with "\n" alone.
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
	listener, _ := right.Listen()
	right.Serve(listener, hello)
}

func hello(conn net.Conn) {
	defer conn.Close()
	request := right.Read(bufio.NewReader(conn))
	if request == nil {
		return
	}
	const greeting = "hello world\n"
	status := right.HelloStatus(request)
	right.Log(os.Stderr, conn, request, status)
	right.Send(conn, request, right.Head(status, len(greeting), "Content-type: text/html"), greeting)
}
