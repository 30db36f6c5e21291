// Mistake: it ends the lines of its head with "\n" alone.
// Blamed: 04/line-ends
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
	request := right.Read(bufio.NewReader(conn))
	if request == nil {
		return
	}
	body := request.Shown()
	head := right.Head(request.Status(), len(body))
	right.Send(conn, request, strings.ReplaceAll(head, "\r\n", "\n"), body)
}
