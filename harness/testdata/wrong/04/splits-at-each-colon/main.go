// Mistake: it splits a header at every colon, and keeps the first two pieces.
// Blamed: 04/headers
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
	for i, field := range request.Fields {
		pieces := strings.Split(field, ":")
		request.Fields[i] = pieces[0] + ":" + pieces[1]
	}
	right.Answer(conn, request)
}
