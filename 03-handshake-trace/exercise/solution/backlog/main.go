// Command backlog listens, never accepts, and counts the connections that the
// kernel finishes all the same, for each backlog in its arguments.
package main

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"time"
)

const (
	patience = 500 * time.Millisecond // for one connect; where there is room it takes microseconds
	most     = 64                     // connections, should there be no end
)

func main() {
	for _, argument := range os.Args[1:] {
		backlog, err := strconv.Atoi(argument)
		if err == nil {
			err = measure(backlog)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "backlog:", err)
			os.Exit(1)
		}
	}
}

// measure connects to a listener until a connect is not answered.
func measure(backlog int) error {
	port, err := listen(backlog)
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
