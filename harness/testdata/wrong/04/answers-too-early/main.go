// Mistake: it sends the status line when it has read the request line, before the headers are there.
// Blamed: 04/waits-for-the-blank-line
// Held to: article
package main

import (
	"bufio"
	"io"
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
	reader := bufio.NewReader(conn)
	line, err := right.Line(reader)
	if err != nil {
		return
	}
	first := &right.Request{}
	first.Split(line)
	status, _, _ := strings.Cut(right.Head(first.Status(), 0), "\r\n")
	io.WriteString(conn, status+"\r\n")

	request := right.Read(bufio.NewReader(io.MultiReader(strings.NewReader(line+"\r\n"), reader)))
	if request == nil {
		return
	}
	body := request.Shown()
	_, rest, _ := strings.Cut(right.Head(first.Status(), len(body)), "\r\n")
	right.Send(conn, request, rest, body)
}
