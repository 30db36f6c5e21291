// Mistake: it prints its log line to the socket, behind the answer.
// Blamed: 04/one-answer
// Held to: article
package main

import (
	"bufio"
	"fmt"
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
		right.Answer(conn, request)
		fmt.Fprintln(conn, "served", request.Target)
	}
}
