// Mistake: it answers HEAD with a body.
// Blamed: 04/head
// Held to: article
package main

import (
	"bufio"
	"io"
	"net"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	listener, _ := right.Listen()
	right.Serve(listener, echo)
}

func echo(conn net.Conn) {
	defer conn.Close()
	if request := right.Read(bufio.NewReader(conn)); request != nil {
		body := request.Shown()
		io.WriteString(conn, right.Head(request.Status(), len(body)))
		io.WriteString(conn, body)
	}
}
