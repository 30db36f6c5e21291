//go:build !linux

package live

import "fmt"

// Watch returns an error that says what to do here.
func Watch(o Options) error {
	return fmt.Errorf("-port %d needs Linux: use sudo tcpdump -w FILE port %[1]d, and -r FILE", o.Port)
}
