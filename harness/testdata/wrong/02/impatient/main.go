// Mistake: it gives a server three tenths of a second to answer.
// Blamed: 02/patience
package main

import (
	"flag"
	"fmt"
	"net"
	"os"
	"time"
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
		conn.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
		n, err := conn.Read(buffer)
		if err != nil {
			fmt.Fprintln(os.Stderr, "Socket error: timed out")
			os.Exit(1)
		}
		missing -= n
		fmt.Printf("Client Received: %s\n", buffer[:n])
	}
	fmt.Println("Closing connection to the server")
	conn.Close()
}
