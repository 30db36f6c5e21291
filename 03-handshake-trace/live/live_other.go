//go:build !linux

// Package live shows the connections to one port of lo while they happen, on
// Linux.
package live

import (
	"fmt"
	"io"
	"os"
	"runtime"
)

// Watch returns an error that says what to do here.
func Watch(_ io.Writer, _ int, port uint16, _ <-chan os.Signal) error {
	return fmt.Errorf("-port %d needs Linux: %s, and -r FILE", port, howToSave(runtime.GOOS, port))
}

// howToSave says what saves a port's segments on the system goos.
func howToSave(goos string, port uint16) string {
	if goos == "windows" {
		return fmt.Sprintf("have Wireshark save what is captured with tcp port %d", port)
	}
	return fmt.Sprintf("use sudo tcpdump -w FILE port %d", port)
}
