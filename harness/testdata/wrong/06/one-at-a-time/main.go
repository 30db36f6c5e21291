// Mistake: it serves one client after the other, so a silent one keeps everybody waiting.
// Blamed: 06/silent-client
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
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		hello(conn)
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
