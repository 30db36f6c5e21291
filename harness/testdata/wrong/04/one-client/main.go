// Mistake: it serves one client and ends, the loop around accept is missing.
// Blamed: 04/next-client
// Held to: article
package main

import "example.com/socket-tutorial/harness/testdata/wrong/right"

func main() {
	listener, _ := right.Listen()
	conn, err := listener.Accept()
	listener.Close()
	if err == nil {
		right.Echo(conn)
	}
}
