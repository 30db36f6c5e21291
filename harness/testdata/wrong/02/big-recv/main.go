// Mistake: it waits for a kilobyte where the article asks recv for ten bytes.
// Blamed: 02/long-message
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
	buffer := make([]byte, 1024)
	for missing := len(*message); missing > 0; {
		n, err := io.ReadFull(conn, buffer[:min(len(buffer), missing)])
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
