package main

import (
	"fmt"
	"os"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/cable"
	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/ladder"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

func main() {
	for _, s := range scenario.All {
		if len(os.Args) > 1 && os.Args[1] != s.Name {
			continue
		}
		r := timeline.NewRecorder(s.Name)
		c := cable.New(r, cable.TUN, 50*time.Millisecond)
		if s.Lose != nil {
			c.Lose = s.Lose()
		}
		if s.Follow > 0 {
			c.Follow = s.Follow
		}
		hosts := [2]endpoint.Host{}
		for i := range hosts {
			hosts[i] = endpoint.Host{End: timeline.End(i), Server: r.Address[1].Addr(), Delay: c.Delay, Network: c}
		}
		c.Settled = func() bool { return hosts[0].Settled() && hosts[1].Settled() }
		r.Start = time.Now()
		err := scenario.Run(s, c, &hosts, 30*time.Second)
		fmt.Println("==", s.Name, err)
		ladder.Draw(os.Stdout, 100, &r.Trace)
	}
}
