package mistakes

import (
	"bytes"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"example.com/socket-tutorial/harness/mistakes/right"
)

// What goes wrong while clients are there; for when they have gone see
// echoserver_leaving.go.
var echoServer = []row[*right.EchoServer]{
	{"hangs-up", "silence", "wanted the connection to stay open", "it hangs up on a client that is silent for a while",
		func(s *right.EchoServer) {
			s.Serve = serveWith(s.Serve, func(c net.Conn) net.Conn { return &impatient{c} })
		}},
	{"two-seconds-in-all", "silence", "wanted the connection to stay open", "it gives each connection two seconds, from beginning to end",
		func(s *right.EchoServer) {
			s.Serve = serveWith(s.Serve, func(c net.Conn) net.Conn { c.SetDeadline(time.Now().Add(2 * time.Second)); return c })
		}},
	{"two-seconds-to-begin", "silence", `wanted "jzjla"`, "it hangs up on a client that does not begin to speak within two seconds",
		func(s *right.EchoServer) {
			s.Serve = serveWith(s.Serve, func(c net.Conn) net.Conn { c.SetReadDeadline(time.Now().Add(2 * time.Second)); return c })
			s.Send = func(c net.Conn, data []byte) error {
				c.SetReadDeadline(time.Time{})
				_, err := c.Write(data)
				return err
			}
		}},
	{"turns-others-away", "backlog", `wanted "yvcoh"`, "it turns a client away while another one has not spoken yet",
		func(s *right.EchoServer) {
			var silent atomic.Bool
			s.Serve = func(listener net.Listener, handle func(net.Conn)) {
				right.OneAtATime(listener, func(conn net.Conn) {
					if silent.Swap(true) {
						conn.Close()
						return
					}
					go func() {
						handle(conn)
						silent.Store(false)
					}()
				})
			}
			s.Reply = func(received []byte) []byte {
				silent.Store(false)
				return received
			}
		}},
	{"drops-the-unsent", "unsent", Anywhere, "it closes when the client has finished, and drops what has not been sent by then",
		func(s *right.EchoServer) { s.Echo = queued }},
	{"waits-for-one-reader", "slow-reader", `wanted "aadbc"`, "one thread sends to all, and waits for a client that does not read",
		func(s *right.EchoServer) {
			var sending sync.Mutex
			send := s.Send
			s.Send = func(c net.Conn, data []byte) error {
				sending.Lock()
				defer sending.Unlock()
				return send(c, data)
			}
		}},
	{"one-buffer", "apart", Anywhere, "it has one buffer for all connections",
		func(s *right.EchoServer) { oneBuffer(s, 2048) }},
	{"one-large-buffer", "apart", Anywhere, "it has one buffer for all connections, of a megabyte",
		func(s *right.EchoServer) { oneBuffer(s, 1<<20) }},
}

// serveWith has each connection wrapped before it is handled.
func serveWith(serve func(net.Listener, func(net.Conn)), wrap func(net.Conn) net.Conn) func(net.Listener, func(net.Conn)) {
	return func(listener net.Listener, handle func(net.Conn)) {
		serve(listener, func(c net.Conn) { handle(wrap(c)) })
	}
}

// impatient is a connection whose Read waits for a second and a half at most.
type impatient struct{ net.Conn }

func (c *impatient) Read(p []byte) (int, error) {
	c.SetReadDeadline(time.Now().Add(1500 * time.Millisecond))
	return c.Conn.Read(p)
}

// oneBuffer makes s send to all connections from one buffer. Nobody else uses it
// while a send takes all at once: what is overwritten is what has to wait.
func oneBuffer(s *right.EchoServer, size int) {
	s.Buffer = size
	shared := make([]byte, size)
	var sending sync.Mutex
	s.Send = func(c net.Conn, received []byte) error {
		sending.Lock()
		data := shared[:copy(shared, received)]
		c.SetWriteDeadline(time.Now().Add(5 * time.Millisecond))
		n, err := c.Write(data)
		c.SetWriteDeadline(time.Time{})
		sending.Unlock()
		if os.IsTimeout(err) {
			_, err = c.Write(data[n:])
		}
		return err
	}
}

// queued echoes with a queue of any length between recv and send. At the client's
// end it goes on sending for a tenth of a second.
func queued(_ *right.EchoServer, c net.Conn) {
	var mutex sync.Mutex
	var queue bytes.Buffer
	more, done := make(chan bool, 1), make(chan bool)
	go func() {
		defer close(done)
		for range more {
			mutex.Lock()
			data := bytes.Clone(queue.Bytes())
			queue.Reset()
			mutex.Unlock()
			if _, err := c.Write(data); err != nil {
				return
			}
		}
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := c.Read(buffer)
		mutex.Lock()
		queue.Write(buffer[:n])
		mutex.Unlock()
		select {
		case more <- true:
		default:
		}
		if err != nil {
			break
		}
	}
	close(more)
	select {
	case <-done:
	case <-time.After(100 * time.Millisecond):
	}
	c.Close()
}
