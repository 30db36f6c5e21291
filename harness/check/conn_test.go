package check

import (
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/program"
)

// pair returns the harness's end of a connection and the program's.
func pair(t *testing.T) (c *Conn, far *net.TCPConn) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	near, err := net.Dial("tcp", listener.Addr().String())
	require.NoError(t, err)
	accepted, err := listener.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { near.Close(); accepted.Close() })
	c = &Conn{t: &T{}, tcp: near.(*net.TCPConn), number: 1}
	if _, _, known := c.peerReceived(); !known {
		t.Skip("this system does not tell what the other end has received")
	}
	return c, accepted.(*net.TCPConn)
}

// However slow the program is, it receives one piece with each recv.
func TestPiecesArriveAsPieces(t *testing.T) {
	c, far := pair(t)
	received := make(chan string, 10)
	go func() {
		for buffer := make([]byte, 100); ; {
			time.Sleep(3 * Pause)
			n, err := far.Read(buffer)
			if err != nil {
				close(received)
				return
			}
			received <- string(buffer[:n])
		}
	}()
	c.Send("GET /ec", "ho HTTP/1.0", "\r\n\r\n")
	c.tcp.CloseWrite()
	var all []string
	for piece := range received {
		all = append(all, piece)
	}
	assert.Equal(t, []string{"GET /ec", "ho HTTP/1.0", "\r\n\r\n"}, all)
}

// A program that does not read is not waited for again and again.
func TestPiecesAreSentToAProgramThatDoesNotRead(t *testing.T) {
	t.Parallel()
	c, far := pair(t)
	const request = "a request that nobody reads before all has come"
	c.SendBytewise(request)
	assert.True(t, c.unread, "it is waited for once")
	all := make([]byte, len(request))
	_, err := io.ReadFull(far, all)
	require.NoError(t, err)
	assert.Equal(t, request, string(all))
}

func TestWaitGoesOnWhileBytesAreOnTheirWay(t *testing.T) {
	wait := (&T{}).waitFor(program.Poll)
	wait.onWay = func() bool { return true }
	total := time.Duration(0)
	for d := wait.next(time.Second); d > 0; d = wait.next(time.Second) {
		wait.since = wait.since.Add(-d) // as if d had passed
		total += d
	}
	assert.Equal(t, (1+mostAdded)*program.Poll, wait.total+wait.added)
	assert.GreaterOrEqual(t, total, wait.total)
}
