package main

import (
	"fmt"

	"golang.org/x/sys/windows"
)

// defaultMode is the one that runs here: a first `go run` should show an echo
// and not an apology.
const defaultMode = "net"

const (
	addressInUse   = windows.WSAEADDRINUSE
	addressNotHere = windows.WSAEADDRNOTAVAIL
)

func serveBlocking(o options) error { return notHere(o) }
func serveSelect(o options) error   { return notHere(o) }

func notHere(o options) error {
	return fmt.Errorf("-mode %s makes Unix system calls, which Windows does not have: use -mode net", o.mode)
}
