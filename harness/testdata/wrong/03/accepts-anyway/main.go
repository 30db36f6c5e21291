// Mistake: its server of noaccept is the one of echo, but slower: it accepts, after a while.
// Blamed: 03/noaccept
package main

import "example.com/socket-tutorial/harness/testdata/wrong/right"

func main() {
	scenarios := right.NewScenarios()
	scenarios.Change("noaccept",
		"  402.8                          │┄┄┄────── 6 RST,ACK seq=1 ack=20 win=64 ┤ close() = 0 CLOSED\n",
		"  402.8                          │                                        │ accept() = port 36074\n"+
			"                                 │┄┄┄────── 6 RST,ACK seq=1 ack=20 win=64 ┤ close() = 0 CLOSED\n",
	)
	scenarios.Main()
}
