// Mistake: it answers, and forgets to close the connection.
// Blamed: 04/closes
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
	request := right.Read(bufio.NewReader(conn))
	if request == nil || request.Version == "" {
		conn.Close()
		return
	}
	right.Answer(conn, request)
	select {} // the connection stays as it is, and nobody looks at it again
}
