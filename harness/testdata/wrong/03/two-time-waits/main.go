// Mistake: it does not ask the kernel for the server's states, and takes them to be the client's.
// Blamed: 03/echo-states
package main

import "example.com/socket-tutorial/harness/testdata/wrong/right"

func main() {
	scenarios := right.NewScenarios()
	scenarios.Change("echo",
		"▶ SYN_RECV", "▶ SYN_SENT",
		"▶ CLOSE_WAIT", "▶ FIN_WAIT1",
		"close() = 0 LAST_ACK", "close() = 0 TIME_WAIT",
	)
	scenarios.Main()
}
