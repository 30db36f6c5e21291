// Mistake: it takes a reset for the ordinary end of the connection.
// Blamed: 02/reset
package main

import (
	"errors"
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
	buffer := make([]byte, 10)
	for missing := len(*message); missing > 0; {
		n, err := conn.Read(buffer)
		if errors.Is(err, io.EOF) {
			fmt.Fprintln(os.Stderr, "Socket error: the server has closed the connection")
			os.Exit(1)
		}
		if err != nil {
			break
		}
		missing -= n
		fmt.Printf("Client Received: %s\n", buffer[:n])
	}
	fmt.Println("Closing connection to the server")
	conn.Close()
}
