// Mistake: it answers every method as if it were GET.
// Blamed: 04/unknown-method
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
	request := right.Read(bufio.NewReader(conn))
	if request == nil {
		return
	}
	body := request.Shown()
	right.Send(conn, request, right.Head(200, len(body)), body)
}
