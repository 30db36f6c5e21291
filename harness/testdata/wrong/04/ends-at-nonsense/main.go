// Mistake: one request line that it does not understand ends the whole server.
// Blamed: 04/survives-nonsense
// Held to: article
package main

import (
	"bufio"
	"log"
	"net"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	log.SetFlags(0)
	listener, _ := right.Listen()
	right.Serve(listener, echo)
}

func echo(conn net.Conn) {
	defer conn.Close()
	request := right.Read(bufio.NewReader(conn))
	if request == nil {
		return
	}
	if request.Version == "" {
		log.Fatal("bad request line")
	}
	right.Answer(conn, request)
}
