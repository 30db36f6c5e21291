// Mistake: it takes get for GET.
// Blamed: 04/lowercase-method
// Held to: article
package main

import (
	"bufio"
	"net"
	"strings"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	listener, _ := right.Listen()
	right.Serve(listener, echo)
}

func echo(conn net.Conn) {
	defer conn.Close()
	if request := right.Read(bufio.NewReader(conn)); request != nil {
		request.Method = strings.ToUpper(request.Method)
		right.Answer(conn, request)
	}
}
