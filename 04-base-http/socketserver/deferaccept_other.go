//go:build !linux

package socketserver

import "net"

// DeferAccept returns listener: TCP_DEFER_ACCEPT is Linux's own.
func DeferAccept(listener net.Listener) net.Listener { return listener }
