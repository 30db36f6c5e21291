// Mistake: it takes one recv for the whole answer.
// Blamed: 02/pieces
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
	fmt.Fprint(conn, *message)
	buffer := make([]byte, 10)
	n, err := conn.Read(buffer)
	if err != nil || n == 0 {
		fmt.Fprintln(os.Stderr, "Socket error: recv")
		os.Exit(1)
	}
	fmt.Printf("Client Received: %s\n", buffer[:n])
	fmt.Println("Closing connection to the server")
	conn.Close()
}
