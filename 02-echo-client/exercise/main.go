// Command exercise is an echo client to be finished: the receive loop. The
// TODOs are in the order of the harness's checks: fill in the next one, run the
// checks, and read what they say.
package main

import (
	"flag"
	"fmt"
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
	// TODO 1 (message): send the message: sock.Write, which sends all of it or
	// returns an error.

	n, err := sock.Read(buffer)
	if err != nil {
		return err
	}
	// TODO 2 (received, characters): the first n bytes of buffer are new. Say
	// "Client Received: " and these bytes, as they are.
	fmt.Println(n, "bytes")
	// TODO 3 (pieces, patience, long-message): a read is not a message. Receive
	// until as many bytes are back as were sent.
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
	// TODO 4 (closes): say "Closing connection to the server", and close it.
	_ = err
	return nil
}

func main() {
	flag.Parse()
	if err := run(); err != nil {
		// TODO 5 (nobody-there, one-line): say "Socket error: …" with the error
		// on os.Stderr, and end with a status that says so.
		//
		// TODO 6 (hang-up, reset): so is an error of the exchange; run drops it.
		os.Exit(0)
	}
}
