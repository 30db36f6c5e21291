//go:build unix

package means

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
)

// Ports below 1024 are for root alone.
const firstPort, lastPort = 1024, 65535

// freePorts returns a port that nobody uses; nor does anybody the next one.
// They are not from the range that the kernel takes clients' ports from, if
// anything is left beside it: there a client may be given the very port that
// it connects to, and meets itself; and thousands may be held by connections
// that have ended.
func freePorts() (uint16, error) {
	first, last := besideEphemeral(ephemeralRange())
	var err error
	for range 50 {
		port := first + rand.IntN(last-first)
		if err = listenable(port); err == nil {
			err = listenable(port + 1)
		}
		if err == nil {
			return uint16(port), nil
		}
	}
	return 0, err
}

// besideEphemeral returns the larger part of the ports that the range leaves.
func besideEphemeral(low, high int) (first, last int) {
	switch {
	case low-firstPort < 2 && lastPort-high < 2:
		return firstPort, lastPort
	case low-firstPort < lastPort-high:
		return high + 1, lastPort
	}
	return firstPort, low - 1
}

// ephemeralRange is ip_local_port_range of ip(7). Where there is no such file,
// it is as wide as on any system.
func ephemeralRange() (low, high int) {
	text, err := os.ReadFile("/proc/sys/net/ipv4/ip_local_port_range")
	if err == nil {
		_, err = fmt.Sscan(string(text), &low, &high)
	}
	if err != nil {
		return 10000, lastPort
	}
	return low, high
}

func listenable(port int) error {
	listener, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	if err == nil {
		listener.Close()
	}
	return err
}
