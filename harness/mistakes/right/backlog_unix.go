//go:build unix

package right

import (
	"fmt"
	"net"
	"time"

	"golang.org/x/sys/unix"
)

// fill connects to a listener that never accepts, until it gets no answer.
func (h *Headers) fill(backlog int) error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	if err := unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return err
	}
	if err := unix.Listen(fd, backlog); err != nil {
		return err
	}
	address, err := unix.Getsockname(fd)
	if err != nil {
		return err
	}
	answered := 0
	for ; answered < 64; answered++ {
		conn, err := net.DialTimeout("tcp4", fmt.Sprintf("127.0.0.1:%d", address.(*unix.SockaddrInet4).Port), 500*time.Millisecond)
		if err != nil {
			break
		}
		defer conn.Close()
	}
	fmt.Println(h.Holds(answered), "connections")
	return nil
}
