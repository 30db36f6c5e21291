// Mistake: its tap is told of a segment only after the kernel has answered it.
// Blamed: 03/echo-segments
package main

import (
	"fmt"
	"os"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

const echo = `Observed on a wire between two machines.

    0.0 connect(5000) SYN_SENT   ├ 1 SYN seq=0 win=64240 ──────────────┄┄┄│
   50.0                          │┄┄┄──── 2 SYN,ACK seq=0 ack=1 win=65160 ┤ SYN_RECV
  100.0 ESTABLISHED              ├ 3 ACK seq=1 ack=1 win=63 ───────────┄┄┄│
        close() = 0 FIN_WAIT1    ├ 4 FIN,ACK seq=1 ack=1 win=63 ───────┄┄┄│
        TIME_WAIT                ├ 5 ACK seq=2 ack=2 win=63 ───────────┄┄┄│
  150.0                          │┄┄┄─────── 6 FIN,ACK seq=1 ack=2 win=64 ┤ LAST_ACK
`

func main() {
	if len(os.Args) > 1 && os.Args[1] == "-s" {
		fmt.Print(echo)
		return
	}
	right.NewHeaders().Main()
}
