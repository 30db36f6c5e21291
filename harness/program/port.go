package program

import (
	"context"
	"io"
	"math/rand/v2"
	"net"
	"strconv"
	"sync/atomic"
	"time"

	"example.com/socket-tutorial/harness/lang"
)

// Poll is how often the harness looks again at what it waits for.
const Poll = 20 * time.Millisecond

// Interval is how long to wait before looking again, after so many looks in vain:
// not long at first, since most of what is waited for comes at once, and then Poll.
func Interval(looks int) time.Duration { return min(Poll, time.Millisecond<<min(looks, 5)) }

// ports counts up from a random number, so that neither two checks nor two
// harnesses at a time choose the same port.
var ports atomic.Uint32

func init() { ports.Store(rand.Uint32N(12000)) }

// ReservePort returns a port of host that can be bound, and that no other
// harness of this machine will choose until reservation is closed: it holds
// the UDP port of the same number, which no program under check wants. The
// port is below the ephemeral ones of every system: there, a client polling a
// port that nobody listens on may be given that very port and connect to
// itself.
func ReservePort(host string) (port int, reservation io.Closer, err error) {
	for range 100 {
		port = 20000 + int(ports.Add(1)%12000)
		addr := net.JoinHostPort(host, strconv.Itoa(port))
		// First the reservation: whoever holds it must not meet our trial.
		if reservation, err = net.ListenPacket("udp", addr); err != nil {
			continue
		}
		if err = bindable(addr); err == nil {
			return port, reservation, nil
		}
		reservation.Close()
	}
	return 0, nil, lang.Errorf("no free port on %s: %v", host, err)
}

// AwaitFree waits until addr can be bound by a program that does not set
// SO_REUSEADDR: until nobody listens there and no connection of an earlier
// run is left in TIME_WAIT.
func AwaitFree(ctx context.Context, addr string, patience time.Duration) error {
	deadline := time.Now().Add(patience)
	for looks := 0; ; looks++ {
		err := bindable(addr)
		if err == nil || ctx.Err() != nil {
			return ctx.Err()
		}
		if time.Now().After(deadline) {
			return taken(addr, err)
		}
		time.Sleep(Interval(looks))
	}
}

// taken says why addr cannot be bound.
func taken(addr string, err error) error {
	if listener, reused := net.Listen("tcp", addr); reused == nil {
		listener.Close()
		return lang.Errorf("%s is in TIME_WAIT from an earlier connection, try again in a minute: %v", addr, err)
	}
	return lang.Errorf("%s is taken before the program has started, stop what holds it: %v", addr, err)
}

func bindable(addr string) error {
	config := net.ListenConfig{Control: withoutReuse}
	listener, err := config.Listen(context.Background(), "tcp", addr)
	if err != nil {
		return err
	}
	return listener.Close()
}

// Refused reports whether nobody accepts connections at addr.
func Refused(addr string) bool {
	conn, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return true
	}
	defer conn.Close()
	return conn.LocalAddr().String() == conn.RemoteAddr().String()
}
