package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"
)

// serveNet is the echo server as one writes it in Go: a goroutine for each
// connection, in calls that seem to block. Below them the runtime does what
// select.go does, with epoll or kqueue in the place of poll, and net sets
// TCP_NODELAY, SO_REUSEADDR and the largest backlog the system allows. None of
// that can be seen from here: the narration has net's calls, strace the rest.
func serveNet(o options) error {
	where := net.JoinHostPort(o.host, strconv.Itoa(o.port))
	var config net.ListenConfig
	config.SetMultipathTCP(false) // net's default since Go 1.24; the article's socket is plain TCP
	listener, err := config.Listen(context.Background(), "tcp", where)
	if err != nil {
		return err
	}
	returned(fmt.Sprintf("Listen(%q, %q)", "tcp", where), listener.Addr().String())
	say("Server start, listening %d", listener.Addr().(*net.TCPAddr).Port)
	for {
		enter("Accept")
		conn, err := listener.Accept()
		if err != nil {
			say("Server Accept Error: %v", err)
			flush()
			time.Sleep(retryAccept)
			continue
		}
		returned("Accept()", conn.RemoteAddr().String())
		go echoNet(conn, make([]byte, o.buffer))
	}
}

// echoNet answers one client until it has no more to say.
func echoNet(conn net.Conn, buffer []byte) {
	peer := conn.RemoteAddr().String() // first on each line: many clients' lines mix
	read, write := peer+" Read", peer+" Write"
	defer func() {
		netReturned(peer+" Close", nil, 0, conn.Close())
		flush()
	}()
	for {
		enter(read)
		n, err := conn.Read(buffer)
		data := buffer[:n]
		netReturned(read, data, n, err)
		if err == io.EOF {
			say("Server Recv Over")
			return
		}
		if err != nil {
			say("Server Recv Error: %v", err)
			return
		}
		say("Server Recv Data: %v", text(data))
		enter(write)
		n, err = conn.Write(data) // all of it, or an error
		netReturned(write, data, n, err)
		if err != nil {
			say("Server Send Error: %v", err)
			return
		}
		say("Server Send Data: %v", text(data))
	}
}

// netReturned narrates a call of net that has returned.
func netReturned(call string, data []byte, n int, err error) {
	if narration.silent {
		return
	}
	result := strconv.Itoa(n)
	if err != nil {
		result += " " + err.Error()
	}
	shown := ""
	if data != nil {
		shown = quoted(data).String()
	}
	returned(fmt.Sprintf("%s(%s)", call, shown), result)
}
