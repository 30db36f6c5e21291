//go:build !linux

package live

import (
	"example.com/socket-tutorial/harness/lang"
)

// Watch returns an error that says what to do here.
func Watch(o Options) error {
	return lang.Errorf("-port %d needs Linux: use sudo tcpdump -w FILE port %[1]d, and -r FILE", o.Port)
}
