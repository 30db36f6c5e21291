package socketserver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
)

// Listen is net.Listen for TCP, without three things that Go adds. MPTCP would
// make every socket another one than the article's. Keep-alive probes cost
// four setsockopt for each connection, to find the peers that vanished, which
// deadlines find here. And 0.0.0.0 would be IPv6's address for all, too.
//
// An error names the call that failed and on what, as in "bind 127.0.0.1:80:
// permission denied".
func Listen(address string) (net.Listener, error) {
	config := net.ListenConfig{KeepAlive: -1}
	config.SetMultipathTCP(false)
	network := "tcp"
	if ip, err := netip.ParseAddrPort(address); err == nil && ip.Addr().Is4() {
		network = "tcp4"
	}
	listener, err := config.Listen(context.Background(), network, address)
	var call *os.SyscallError
	if errors.As(err, &call) {
		err = fmt.Errorf("%s %s: %w", call.Syscall, address, call.Err)
	}
	return listener, err
}
