// Mistake: it serves one client after the other, so one that does not read keeps everybody waiting.
// Blamed: 05/reader-that-stops
// Held to: article
package main

import (
	"net"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	files := right.NewFiles()
	files.Serve = func(listener net.Listener, handle func(net.Conn)) {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			handle(conn)
		}
	}
	files.Run()
}
