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

func main() {
	flag.Parse()
	sock, err := net.Dial("tcp", net.JoinHostPort(*host, strconv.Itoa(*port)))
	if err != nil {
		// TODO 5 (nobody-there, one-line): say "Socket error: …" with the error
		// on os.Stderr, and end with a status that says so.
		os.Exit(0)
	}
	fmt.Println("Connected to", sock.RemoteAddr())
	err = exchange(sock, []byte(*message), make([]byte, *size))
	// TODO 4 (closes): say "Closing connection to the server", and close it.
	//
	// TODO 6 (hang-up, reset): an error of the exchange is a socket error too.
	_ = err
}

// exchange sends message, and receives as many bytes as it has.
func exchange(sock net.Conn, message, buffer []byte) error {
	// TODO 1 (message): send the message: sock.Write, which sends all of it or
	// returns an error.

	// TODO 3 (pieces, patience): a read is not a message. Receive until as many
	// bytes are back as were sent.
	n, err := sock.Read(buffer)
	if err != nil {
		return err
	}
	// TODO 2 (received): the first n bytes of buffer are new. Say
	// "Client Received: " and these bytes.
	fmt.Println(n, "bytes")
	return nil
}
