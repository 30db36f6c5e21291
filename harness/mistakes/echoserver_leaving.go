package mistakes

import (
	"net"
	"os"
	"runtime"
	"sync"
	"time"

	"example.com/socket-tutorial/harness/mistakes/right"
)

// What goes wrong when a client goes, and what a server does while nobody speaks.
var echoServerLeaving = []row[*right.EchoServer]{
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
			s.Serve = serveWith(s.Serve, func(c net.Conn) net.Conn { return &polled{c, true, false} })
		}},
	{"polls-send", "idle", "wanted it to wait for the kernel, and not to ask again and again", "it tries again and again to send to a client that does not read",
		func(s *right.EchoServer) {
			s.Serve = serveWith(s.Serve, func(c net.Conn) net.Conn { return &polled{c, false, true} })
		}},
	{"watches-the-gone", "idle", "wanted it to wait for the kernel, and not to ask again and again", "it goes on asking for a client that has gone",
		func(s *right.EchoServer) {
			runtime.GOMAXPROCS(1) // one busy processor shows it
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
