// Command solution is the exercise's echo client, finished.
package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
)

var (
	host    = flag.String("host", "127.0.0.1", "connect to this `address`")
	port    = flag.Int("port", 5000, "connect to this `port`")
	message = flag.String("message", "Hello", "what to send")
	size    = flag.Int("buffer", 10, "receive at most this many `bytes` at a time")
)

// exchange sends message, and receives as many bytes as it has.
func exchange(sock net.Conn, message, buffer []byte) error {
	if _, err := sock.Write(message); err != nil { // 1
		return err
	}
	for received := 0; received < len(message); { // 3
		n, err := sock.Read(buffer)
		if err == io.EOF {
			return fmt.Errorf("the server hung up after %d of %d bytes", received, len(message)) // 6
		}
		if err != nil {
			return err
		}
		fmt.Printf("Client Received: %s\n", buffer[:n]) // 2
		received += n
	}
	return nil
}

// run connects, and closes the connection after the exchange.
func run() error {
	sock, err := net.Dial("tcp", net.JoinHostPort(*host, strconv.Itoa(*port)))
	if err != nil {
		return err
	}
	fmt.Println("Connected to", sock.RemoteAddr())
	err = exchange(sock, []byte(*message), make([]byte, *size))
	fmt.Println("Closing connection to the server") // 4
	sock.Close()
	return err // 6
}

func main() {
	flag.Parse()
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "Socket error:", err) // 5
		os.Exit(1)
	}
}
