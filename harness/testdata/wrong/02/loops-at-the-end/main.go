// Mistake: it goes on asking after recv has returned nothing, as the article does.
// Blamed: 02/hang-up
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
		if err != nil && !errors.Is(err, io.EOF) {
			fmt.Fprintln(os.Stderr, "Socket error: recv")
			os.Exit(1)
		}
		missing -= n
		fmt.Printf("Client Received: %s\n", buffer[:n])
	}
	fmt.Println("Closing connection to the server")
	conn.Close()
}
