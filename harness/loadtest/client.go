package loadtest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http/httputil"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// patience is how long one exchange may take before the server is given up.
const patience = 30 * time.Second

// A Workload is one kind of request, sent over several connections at a time.
type Workload struct {
	Name          string
	Request       string // the bytes of one request
	Connections   int
	NewConnection bool // each request has a connection of its own, to its end
}

// A client sends the same request again and again.
type client struct {
	addr    string
	request []byte
	conn    net.Conn // nil: each request has one of its own
	reader  *bufio.Reader
}

// connect returns the workload's clients. Those that keep their connection have
// sent one request over it: only then it is certain that it was accepted.
func (w Workload) connect(addr string) (clients []*client, err error) {
	for range w.Connections {
		c := &client{addr: addr, request: []byte(w.Request)}
		clients = append(clients, c)
		if w.NewConnection {
			continue
		}
		if c.conn, err = net.DialTimeout("tcp", addr, patience); err != nil {
			return clients, err
		}
		c.reader = bufio.NewReaderSize(c.conn, 64<<10)
		if err := c.exchange(); err != nil {
			return clients, fmt.Errorf("%s: %w", w.Name, err)
		}
	}
	return clients, nil
}

func disconnect(clients []*client) {
	for _, c := range clients {
		if c.conn != nil {
			c.conn.Close()
		}
	}
}

// exchange sends the request and reads the whole response.
func (c *client) exchange() error {
	if c.conn == nil {
		return c.ask()
	}
	c.conn.SetDeadline(time.Now().Add(patience))
	if _, err := c.conn.Write(c.request); err != nil {
		return err
	}
	return skipResponse(c.reader)
}

// ask does so on a connection of its own, and reads to the end of that.
func (c *client) ask() error {
	conn, err := net.DialTimeout("tcp", c.addr, patience)
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(patience))
	if _, err := conn.Write(c.request); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, conn)
	return err
}

// send makes requests exchanges, shared among the clients, and returns the
// first error.
func (w Workload) send(clients []*client, requests int) error {
	var left atomic.Int64
	left.Store(int64(requests))
	var group sync.WaitGroup
	errs := make(chan error, len(clients))
	for _, c := range clients {
		group.Go(func() {
			for left.Add(-1) >= 0 {
				if err := c.exchange(); err != nil {
					errs <- fmt.Errorf("%s: %w", w.Name, err)
					return
				}
			}
		})
	}
	group.Wait()
	close(errs)
	return <-errs
}

var (
	contentLength = []byte("content-length:")
	chunked       = []byte("transfer-encoding: chunked")
)

// skipResponse reads one response to its end and keeps nothing of it.
func skipResponse(reader *bufio.Reader) error {
	length := int64(0)
	inChunks := false
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) <= 2 {
			break
		}
		if hasPrefixFold(line, contentLength) {
			value := bytes.TrimSpace(line[len(contentLength):])
			if length, err = strconv.ParseInt(string(value), 10, 64); err != nil {
				return err
			}
		}
		inChunks = inChunks || hasPrefixFold(line, chunked)
	}
	if !inChunks {
		_, err := reader.Discard(int(length))
		return err
	}
	if _, err := io.Copy(io.Discard, httputil.NewChunkedReader(reader)); err != nil {
		return err
	}
	_, err := reader.Discard(len("\r\n"))
	return err
}

func hasPrefixFold(line, prefix []byte) bool {
	return len(line) >= len(prefix) && bytes.EqualFold(line[:len(prefix)], prefix)
}
