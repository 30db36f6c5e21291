// Command reader is an echo client: io.ReadFull counts for it.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
)

func main() {
	message := "Hello"
	if len(os.Args) > 2 {
		message = os.Args[2]
	}
	if err := exchange(os.Args[1], message); err != nil {
		fmt.Fprintln(os.Stderr, "Socket error:", err)
		os.Exit(1)
	}
}

func exchange(port, message string) error {
	conn, err := net.Dial("tcp", "127.0.0.1:"+port)
	if err != nil {
		return err
	}
	defer conn.Close()
	go io.WriteString(conn, message)
	piece := make([]byte, 10)
	for missing := len(message); missing > 0; {
		n, err := io.ReadFull(conn, piece[:min(len(piece), missing)])
		fmt.Printf("Client Received: %s\n", piece[:n])
		if err != nil {
			return err
		}
		missing -= n
	}
	fmt.Println("Closing connection to the server")
	return nil
}
