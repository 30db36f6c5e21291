package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

// encrypted accepts connections that speak TLS. A client that speaks plain HTTP
// instead is told so, and so is the log.
type encrypted struct {
	net.Listener
	config *tls.Config
	log    io.Writer
}

func (l *encrypted) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &encryptedConn{tls.Server(conn, l.config), l.log}, nil
}

type encryptedConn struct {
	*tls.Conn
	log io.Writer
}

// Read shakes hands when it is called first, and answers a client that does not.
func (c *encryptedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	var first tls.RecordHeaderError
	if errors.As(err, &first) && first.Conn != nil {
		fmt.Fprintf(c.log, "%v: the client does not speak TLS, but this port does\n", c.RemoteAddr())
		answerPlain(first.Conn, string(first.RecordHeader[:]))
	}
	return n, err
}

// answerPlain sends an answer that is not encrypted to a request that begins so. It
// waits for the client's end, or a close could destroy the answer on its way.
func answerPlain(conn net.Conn, begins string) {
	conn.SetDeadline(time.Now().Add(basehttp.LingerTimeout))
	page := fmt.Sprintf("This port speaks TLS: https://%v/\n", conn.LocalAddr())
	head := fmt.Sprintf("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n", len(page))
	if begins == "HEAD " {
		page = ""
	}
	io.WriteString(conn, head+page)
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.CloseWrite()
	}
	io.Copy(io.Discard, conn)
}
