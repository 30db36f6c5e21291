// Mistake: its Content-Length counts characters, not bytes.
// Blamed: 04/length
// Held to: article
package main

import (
	"bufio"
	"net"
	"unicode/utf8"

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
	length := utf8.RuneCountInString(body)
	right.Send(conn, request, right.Head(request.Status(), length), body)
}
