//go:build !linux

// Package live shows the connections to one port of lo while they happen, on
// Linux.
package live

import (
	"fmt"
	"io"
	"os"
)

// Watch returns an error that says what to do here.
func Watch(_ io.Writer, _ int, port uint16, _ <-chan os.Signal) error {
	return fmt.Errorf("-port %d needs Linux: use sudo tcpdump -w FILE port %[1]d, and -r FILE", port)
}
