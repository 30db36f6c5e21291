// Mistake: it says 200 OK and the same words to everybody, whatever the request was.
// Blamed: 04/target
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
	const body = "GET / by do_GET\n"
	right.Send(conn, request, right.Head(request.Status(), len(body)), body)
}
