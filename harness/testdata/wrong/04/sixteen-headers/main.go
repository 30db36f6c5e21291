// Mistake: it has room for sixteen headers, and forgets the others.
// Blamed: 04/many-headers
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
	if request := right.Read(bufio.NewReader(conn)); request != nil {
		request.Fields = request.Fields[:min(len(request.Fields), 16)]
		right.Answer(conn, request)
	}
}
