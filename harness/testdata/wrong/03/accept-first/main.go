// Mistake: it notes when a call was entered, and prints its result beside that.
// Blamed: 03/echo-connect
package main

import "example.com/socket-tutorial/harness/testdata/wrong/right"

func main() {
	scenarios := right.NewScenarios()
	scenarios.Change("echo",
		"│ accept()\n", "│ accept() = port 36064\n",
		"                                 │                                        │ accept() = port 36064\n                                 │                                        │ recv(2048)\n",
		"                                 │                                        │ recv(2048)\n",
	)
	scenarios.Main()
}
