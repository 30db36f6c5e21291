package main

import (
	"errors"
	"net"
	"syscall"
)

// errServerGone is the end of the stream where more was expected.
var errServerGone = errors.New("the server closed the connection")

// advice is what to do about an error, to be read after it.
func advice(err error) string {
	var name *net.DNSError
	var family *net.AddrError
	switch {
	case errors.Is(err, connectionRefused):
		return "; nobody listens there: start 01-echo-server, or check -host and -port"
	case errors.Is(err, errServerGone), errors.Is(err, connectionReset), errors.Is(err, syscall.EPIPE):
		return "; the server ended it: see what it printed, and try again"
	case errors.As(err, &name):
		return "; check the name after -host, or use 127.0.0.1"
	case errors.As(err, &family):
		return "; blocking speaks IPv4, as the article does: use -mode net"
	}
	return ""
}
