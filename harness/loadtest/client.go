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

// ask sends request on a connection of its own and reads to the end.
func ask(addr, request string) error {
	conn, err := net.DialTimeout("tcp", addr, patience)
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(conn, request); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, conn)
	return err
}

// send makes requests exchanges with the server at addr, shared among the
// workload's connections, and returns the first error.
func (w Workload) send(addr string, requests int) error {
	var left atomic.Int64
	left.Store(int64(requests))
	var group sync.WaitGroup
	errs := make(chan error, w.Connections)
	for range w.Connections {
		group.Go(func() { errs <- w.sendOne(addr, &left) })
	}
	group.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return fmt.Errorf("%s: %w", w.Name, err)
		}
	}
	return nil
}

// sendOne is one connection's share: it goes on while requests are left.
func (w Workload) sendOne(addr string, left *atomic.Int64) error {
	if w.NewConnection {
		for left.Add(-1) >= 0 {
			if err := ask(addr, w.Request); err != nil {
				return err
			}
		}
		return nil
	}
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	request := []byte(w.Request)
	reader := bufio.NewReaderSize(conn, 64<<10)
	for left.Add(-1) >= 0 {
		conn.SetDeadline(time.Now().Add(patience))
		if _, err := conn.Write(request); err != nil {
			return err
		}
		if err := skipResponse(reader); err != nil {
			return err
		}
	}
	return nil
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
