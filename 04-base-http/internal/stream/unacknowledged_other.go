//go:build !linux

package stream

import (
	"net"
	"time"
)

// unacknowledged would need a call that this system lacks, or has in another
// form.
func unacknowledged(net.Conn) (bytes int, known bool) { return 0, false }

// answers is asked only where unacknowledged knows.
func answers(net.Conn, time.Duration) bool { return false }
