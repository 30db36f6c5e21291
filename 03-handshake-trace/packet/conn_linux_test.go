package packet

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/03-handshake-trace/packet/packettest"
)

func newPair(t *testing.T) (*Conn, packettest.Kernel) {
	fd, kernel := packettest.Pair(t)
	conn, err := NewConn(fd, "pair")
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	return conn, kernel
}

func readAll(conn *Conn) (packets []string) {
	conn.ReadAll(unix.Read, func(packet []byte) { packets = append(packets, string(packet)) })
	return packets
}

func TestReadAllKeepsPacketsApart(t *testing.T) {
	conn, kernel := newPair(t)
	assert.Empty(t, readAll(conn), "and does not wait")
	for _, packet := range []string{"one", "another"} {
		kernel.Send(t, []byte(packet))
	}
	assert.Equal(t, []string{"one", "another"}, readAll(conn))
	assert.Empty(t, readAll(conn))
}

// Signals of the scheduler interrupt calls; that is not the end of the packets.
func TestReadAllGoesOnAfterEINTR(t *testing.T) {
	conn, _ := newPair(t)
	answers := []struct {
		n   int
		err error
	}{{-1, unix.EINTR}, {3, nil}, {-1, unix.EAGAIN}, {5, nil}}
	var lengths []int
	conn.ReadAll(func(int, []byte) (int, error) {
		answer := answers[0]
		answers = answers[1:]
		return answer.n, answer.err
	}, func(packet []byte) { lengths = append(lengths, len(packet)) })
	assert.Equal(t, []int{3}, lengths)
	assert.Len(t, answers, 1, "nobody read after EAGAIN")
}

func TestEachReadableUntilClose(t *testing.T) {
	conn, kernel := newPair(t)
	came, ended := make(chan []string, 10), make(chan bool)
	go func() {
		conn.EachReadable(func() { came <- readAll(conn) })
		close(ended)
	}()
	assert.Empty(t, receive(t, came), "it looks once at the beginning")
	for _, packet := range []string{"first", "second"} {
		kernel.Send(t, []byte(packet))
		assert.Equal(t, []string{packet}, receive(t, came))
	}
	require.NoError(t, conn.Close())
	receive(t, ended)
}

func receive[T any](t *testing.T, from <-chan T) (value T) {
	t.Helper()
	select {
	case value = <-from:
	case <-time.After(10 * time.Second):
		require.Fail(t, "nothing came within ten seconds")
	}
	return value
}

func TestOpenSocketNeedsAPrivilege(t *testing.T) {
	fd, err := OpenSocket(1, unix.ETH_P_ALL, func(int) error { return unix.ENOPROTOOPT })
	if assert.Error(t, err) && err != unix.ENOPROTOOPT {
		assert.EqualError(t, err, "socket AF_PACKET: operation not permitted")
	}
	assert.Equal(t, -1, fd)
}
