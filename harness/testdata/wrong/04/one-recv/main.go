// Mistake: it takes what one recv returns for the whole request.
// Blamed: 04/split-request
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
	received := make([]byte, 65536)
	n, err := conn.Read(received)
	if err != nil {
		return
	}
	reader := bufio.NewReader(strings.NewReader(string(received[:n]) + "\r\n\r\n"))
	if request := right.Read(reader); request != nil {
		right.Answer(conn, request)
	}
}
