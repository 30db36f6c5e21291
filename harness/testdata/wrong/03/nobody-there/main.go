// Mistake: it connects to an address that no machine has, where nobody refuses.
// Blamed: 03/refused
package main

import "example.com/socket-tutorial/harness/testdata/wrong/right"

func main() {
	scenarios := right.NewScenarios()
	scenarios.Text["refused"] = `Observed on a wire between two network namespaces, TUN devices, 50ms each way.

     ms client                    segments                                  server 10.0.0.2:5000
    3.4 socket() = 0             │                                        │
        connect(5000) SYN_SENT   ├ 1 SYN seq=0 win=64240 ──────────────┄┄┄│
 1027.1                          ├ 2 SYN seq=0 win=64240 ──────────────┄┄┄│
 3043.5                          ├ 3 SYN seq=0 win=64240 ──────────────┄┄┄│
 7139.8 CLOSED                   │                                        │
        connect() = ETIMEDOUT    │                                        │
`
	scenarios.Main()
}
