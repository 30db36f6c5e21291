package main

import (
	"errors"
	"io"

	"golang.org/x/sys/windows"
)

// defaultMode is the one that runs here: a first `go run` should show an echo
// and not an apology.
const defaultMode = "net"

const (
	connectionRefused = windows.WSAECONNREFUSED
	connectionReset   = windows.WSAECONNRESET
)

func connectBlocking(string, int) (io.ReadWriteCloser, error) {
	return nil, errors.New("-mode blocking makes Unix system calls, which Windows does not have: use -mode net")
}
