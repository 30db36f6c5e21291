// Mistake: it serves one client after the other, so a silent one keeps everybody waiting.
// Blamed: 04/silent-client
// Held to: article
package main

import "example.com/socket-tutorial/harness/testdata/wrong/right"

func main() {
	listener, _ := right.Listen()
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		right.Echo(conn)
	}
}
