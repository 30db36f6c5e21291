//go:build unix

package means

import (
	"fmt"
	"net"
	"net/netip"
)

// freePorts returns a port that nobody uses; nor does anybody the next one.
func freePorts() (uint16, error) {
	var err error
	for range 20 {
		var one, next net.Listener
		if one, err = net.Listen("tcp4", "127.0.0.1:0"); err != nil {
			return 0, err
		}
		port := netip.MustParseAddrPort(one.Addr().String()).Port()
		if next, err = net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port+1)); err == nil {
			next.Close()
		}
		one.Close()
		if err == nil {
			return port, nil
		}
	}
	return 0, err
}
