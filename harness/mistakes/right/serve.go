package right

import (
	"errors"
	"io"
	"log"
	"net"
)

// Concurrently accepts for ever, and has each connection handled in a goroutine.
func Concurrently(listener net.Listener, handle func(net.Conn)) {
	for {
		conn, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			log.Fatal(err)
		}
		go handle(conn)
	}
}

// OneAtATime is Concurrently without the goroutines: a mistake.
func OneAtATime(listener net.Listener, handle func(net.Conn)) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		handle(conn)
	}
}

// OneClient serves the first client and ends: a mistake.
func OneClient(listener net.Listener, handle func(net.Conn)) {
	conn, err := listener.Accept()
	listener.Close()
	if err == nil {
		handle(conn)
	}
}

func isEnd(err error) bool { return errors.Is(err, io.EOF) }
