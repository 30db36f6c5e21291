package main

import (
	"fmt"
	"net"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/exercise/queue"
)

const (
	patience = 500 * time.Millisecond // for one connect; where there is room it takes microseconds
	most     = 64                     // connections, should there be no end
)

// measure says how many connections a queue holds that nobody accepts from.
func measure(backlog int) error { // 9
	port, err := queue.Listen(backlog)
	if err != nil {
		return err
	}
	var slowest time.Duration
	for count := range most {
		began := time.Now()
		conn, err := net.DialTimeout("tcp4", fmt.Sprintf("127.0.0.1:%d", port), patience)
		if err != nil {
			fmt.Printf("backlog %d: %d connections, the slowest connect took %v, number %d got no answer in %v\n",
				backlog, count, slowest.Round(time.Microsecond), count+1, patience)
			return nil
		}
		defer conn.Close()
		slowest = max(slowest, time.Since(began))
	}
	return fmt.Errorf("backlog %d: %d connections, and there was still room", backlog, most)
}
