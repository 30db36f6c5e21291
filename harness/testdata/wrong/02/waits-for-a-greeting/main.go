// Mistake: it waits for the server to speak first.
// Blamed: 02/message
package main

import (
	"flag"
	"fmt"
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
	conn.Read(make([]byte, 10))
	fmt.Fprint(conn, *message)
	buffer := make([]byte, 10)
	for missing := len(*message); missing > 0; {
		n, err := conn.Read(buffer)
		if err != nil {
			fmt.Fprintln(os.Stderr, "Socket error: recv")
			os.Exit(1)
		}
		missing -= n
		fmt.Printf("Client Received: %s\n", buffer[:n])
	}
	fmt.Println("Closing connection to the server")
	conn.Close()
}
