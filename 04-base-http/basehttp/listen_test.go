package basehttp

import (
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestErrorsOfBindAreExplained(t *testing.T) {
	for errno, advice := range map[syscall.Errno]string{
		syscall.EADDRINUSE:    "another program listens there: choose another port, or 0 for any that is free",
		syscall.EACCES:        "ports below 1024 are privileged: choose a higher one",
		syscall.EADDRNOTAVAIL: "-bind takes an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them",
		10048:                 "another program listens there: choose another port, or 0 for any that is free",
		10013:                 "the system keeps this port: choose another, or 0 for any that is free",
		10049:                 "-bind takes an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them",
	} {
		err := os.NewSyscallError("bind", errno)
		assert.EqualError(t, explainListen(err), err.Error()+"; "+advice)
	}
}
