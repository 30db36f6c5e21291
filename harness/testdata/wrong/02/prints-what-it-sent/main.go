// Mistake: it prints the message that it sent, and not what came back.
// Blamed: 02/received
package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"os"
)

func main() {
	host := flag.String("host", "127.0.0.1", "")
	port := flag.String("port", "5000", "")
	message := flag.String("message", "Hello", "")
	flag.Parse()
	conn, err := net.Dial("tcp", net.JoinHostPort(*host, *port))
	if err != nil {
		fmt.Fprintln(os.Stderr, "Socket error: connect")
		os.Exit(1)
	}
	fmt.Fprint(conn, *message)
	if _, err := io.ReadFull(conn, make([]byte, len(*message))); err != nil {
		fmt.Fprintln(os.Stderr, "Socket error: recv")
		os.Exit(1)
	}
	fmt.Printf("Client Received: %s\n", *message)
	fmt.Println("Closing connection to the server")
	conn.Close()
}
