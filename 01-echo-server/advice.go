package main

import (
	"errors"
	"net"
	"syscall"
)

// advice is what to do about an error that ends the server, to be read after it.
func advice(err error) string {
	var name *net.DNSError
	var family *net.AddrError
	switch {
	case errors.Is(err, addressInUse):
		return "; another program listens there: stop it or choose another -port"
	case errors.Is(err, syscall.EACCES):
		return "; ports below 1024 are for root: choose a -port from 1024 upwards"
	case errors.Is(err, addressNotHere):
		return "; this machine does not have the address: use -host 127.0.0.1"
	case errors.As(err, &name):
		return "; check the name after -host, or use 127.0.0.1"
	case errors.As(err, &family):
		return "; blocking and select speak IPv4, as the article does: use -mode net"
	}
	return ""
}
