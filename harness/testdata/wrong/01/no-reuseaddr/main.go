// Mistake: it does not set SO_REUSEADDR before bind.
// Blamed: 01/restart

//go:build unix

package main

import (
	"context"
	"flag"
	"io"
	"log"
	"net"
	"syscall"
)

func main() {
	host := flag.String("host", "127.0.0.1", "")
	port := flag.String("port", "5000", "")
	flag.String("mode", "", "")
	flag.Parse()
	log.SetFlags(0)
	config := net.ListenConfig{Control: withoutReuse}
	listener, err := config.Listen(context.Background(), "tcp", net.JoinHostPort(*host, *port))
	if err != nil {
		log.Fatal("bind: Address already in use")
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			io.Copy(conn, conn)
			conn.Close()
		}()
	}
}

// withoutReuse undoes what Go sets on every listening socket.
func withoutReuse(_, _ string, conn syscall.RawConn) error {
	return conn.Control(func(fd uintptr) {
		syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 0)
	})
}
