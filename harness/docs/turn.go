package docs

import (
	"fmt"
	"net"
	"testing"
	"time"
)

// turn is a port below every system's ephemeral range that serves as a lock
// between the tests of several packages, which run at once; the kernel gives
// it back whatever happens to its holder.
const turn = "127.0.0.1:28451"

// hold waits for the turn to use the lessons' real ports, which the test then
// has until its end. It is needed where nobody may make a network of one's own.
func hold(t *testing.T) {
	deadline := time.Now().Add(8 * time.Minute)
	for {
		l, err := net.Listen("tcp", turn)
		if err == nil {
			t.Cleanup(func() { l.Close() })
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("lessons are run one at a time, and %s is still held: %v", turn, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// portsHeld waits for the ports that the lessons use and returns why one cannot be
// had, or "".
func portsHeld() string {
	for _, address := range []string{"127.0.0.1:5000", "127.0.0.1:8000"} {
		deadline := time.Now().Add(5 * time.Second)
		for {
			l, err := net.Listen("tcp", address)
			if err == nil {
				l.Close()
				break
			}
			if time.Now().After(deadline) {
				return fmt.Sprintf("another program holds the lessons' port: %v", err)
			}
			time.Sleep(pollInterval)
		}
	}
	return ""
}
