package mistakes

import (
	"bytes"
	"net"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"example.com/socket-tutorial/harness/mistakes/right"
)

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
	{"dies-in-send", "reset", "wanted it to run", "it ends when a client resets the connection while it is being sent to",
		func(s *right.EchoServer) {
			s.Send = func(c net.Conn, data []byte) error {
				if _, err := c.Write(data); err != nil {
					println(err.Error())
					os.Exit(1)
				}
				return nil
			}
		}},
	{"shuts-down-only", "descriptors", "wanted those of the connections closed", "it calls shutdown and not close when a client has finished",
		func(s *right.EchoServer) {
			s.Ended = func(c net.Conn) { c.(*net.TCPConn).CloseWrite(); keep(c) }
		}},
	{"resets-at-the-end", "half-close", resetWords, "it ends connections with a reset",
		func(s *right.EchoServer) { s.Ended = reset }},
	{"leaves-zombies", "descriptors", "wanted each process that has served a client gone", "it starts a process for each client, and does not wait for those that have ended",
		func(s *right.EchoServer) {
			s.Ended = func(c net.Conn) {
				c.Close()
				if child, err := os.StartProcess("/bin/sh", []string{"sh", "-c", ":"}, &os.ProcAttr{}); err == nil {
					child.Release()
				}
			}
		}},
	{"keeps-the-reset", "descriptors", "wanted those of the connections closed", "it does not close a connection that recv has failed on",
		func(s *right.EchoServer) {
			var failed sync.Map
			end := s.Ended
			s.Echo = echoOr(s.Echo, func(c net.Conn) { failed.Store(c, true) })
			s.Ended = func(c net.Conn) {
				if _, bad := failed.Load(c); !bad {
					end(c)
				}
			}
		}},
	{"polls-recv", "idle", "wanted it to wait for the kernel, and not to ask again and again", "its sockets do not wait, and it asks them again and again",
		func(s *right.EchoServer) {
			runtime.GOMAXPROCS(1) // that is enough to show it
			s.Serve = serveWith(s.Serve, func(c net.Conn) net.Conn { return &polled{c, true, false} })
		}},
	{"polls-send", "idle", "wanted it to wait for the kernel, and not to ask again and again", "it tries again and again to send to a client that does not read",
		func(s *right.EchoServer) {
			runtime.GOMAXPROCS(1)
			s.Serve = serveWith(s.Serve, func(c net.Conn) net.Conn { return &polled{c, false, true} })
		}},
	{"watches-the-gone", "idle", "wanted it to wait for the kernel, and not to ask again and again", "it goes on asking for a client that has gone",
		func(s *right.EchoServer) {
			runtime.GOMAXPROCS(1)
			s.Ended = func(c net.Conn) {
				c.Close()
				go func() {
					for {
						c.Read(make([]byte, 1))
					}
				}()
			}
		}},
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

// polled is a connection that asks the kernel again and again, until it has an
// answer.
type polled struct {
	net.Conn
	reads, writes bool
}

func (c *polled) Read(p []byte) (n int, err error) {
	for c.reads {
		c.SetReadDeadline(time.Now().Add(time.Millisecond))
		if n, err = c.Conn.Read(p); !os.IsTimeout(err) {
			return n, err
		}
		spin(time.Millisecond)
	}
	return c.Conn.Read(p)
}

func (c *polled) Write(p []byte) (n int, err error) {
	for c.writes && len(p) > 0 {
		c.SetWriteDeadline(time.Now().Add(time.Millisecond))
		n, err = c.Conn.Write(p)
		if p = p[n:]; err != nil && !os.IsTimeout(err) {
			return n, err
		}
		if len(p) > 0 {
			spin(time.Millisecond)
		}
	}
	if len(p) == 0 {
		return n, nil
	}
	return c.Conn.Write(p)
}

var spinning sync.Mutex

// spin keeps a processor busy, and no more than one.
func spin(d time.Duration) {
	if !spinning.TryLock() {
		time.Sleep(d)
		return
	}
	defer spinning.Unlock()
	for until := time.Now().Add(d); time.Now().Before(until); {
		continue
	}
}

// echoOr is echo, with failed called before the end where recv or send has failed.
func echoOr(echo func(*right.EchoServer, net.Conn), failed func(net.Conn)) func(*right.EchoServer, net.Conn) {
	return func(s *right.EchoServer, c net.Conn) {
		own := *s
		own.Failed = func(error) { keep(c); failed(c) }
		echo(&own, c)
	}
}

// kept are connections and files that are never closed: what nothing refers to is
// closed by the garbage collector.
var kept sync.Map

func keep(c net.Conn) { kept.Store(c, true) }

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
