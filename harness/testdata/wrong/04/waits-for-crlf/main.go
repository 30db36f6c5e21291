// Mistake: it reads on until "\r\n\r\n", which nobody who types into nc ever sends.
// Blamed: 04/bare-lf
// Held to: article
package main

import (
	"bufio"
	"bytes"
	"net"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	listener, _ := right.Listen()
	right.Serve(listener, echo)
}

func echo(conn net.Conn) {
	defer conn.Close()
	var received []byte
	for !bytes.Contains(received, []byte("\r\n\r\n")) {
		piece := make([]byte, 4096)
		n, err := conn.Read(piece)
		if err != nil {
			return
		}
		received = append(received, piece[:n]...)
	}
	if request := right.Read(bufio.NewReader(bytes.NewReader(received))); request != nil {
		right.Answer(conn, request)
	}
}
