// Command solution is the exercise's echo server, finished.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
)

var (
	host = flag.String("host", "127.0.0.1", "listen at this `address`")
	port = flag.Int("port", 5000, "listen at this `port`")
	size = flag.Int("buffer", 2048, "read at most this many `bytes` at a time")
)

func main() {
	flag.String("mode", "net", "")
	flag.Int("backlog", 5, "")
	flag.Parse()
	if err := serve(net.JoinHostPort(*host, strconv.Itoa(*port))); err != nil {
		fmt.Fprintln(os.Stderr, "Socket error:", err)
		os.Exit(1)
	}
}

// listen returns a socket that takes calls.
func listen(address string) (net.Listener, error) {
	return net.Listen("tcp", address) // 1
}

// echo answers one client, to its end.
func echo(conn net.Conn, buffer []byte) error {
	defer conn.Close() // 3
	for {
		n, err := conn.Read(buffer)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		fmt.Printf("Server Recv Data: %s\n", buffer[:n])
		// 2: Write returns when all is sent, or with an error.
		if _, err := conn.Write(buffer[:n]); err != nil {
			return err
		}
	}
	fmt.Println("Server Recv Over")
	return nil
}

// serve accepts clients and has them answered.
func serve(address string) error {
	sock, err := listen(address)
	if err != nil {
		return err
	}
	fmt.Println("Server start, listening", *port)
	for { // 4
		conn, err := sock.Accept()
		if errors.Is(err, net.ErrClosed) {
			return err
		}
		if err != nil {
			continue // a client that has gone before it was accepted
		}
		go func() { // 5
			// 6: it is this client's error, and the end of this client alone.
			if err := echo(conn, make([]byte, *size)); err != nil {
				fmt.Fprintln(os.Stderr, "Socket error:", err)
			}
		}()
	}
}
