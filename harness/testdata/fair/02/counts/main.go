// Command counts is an echo client: it receives until as much is back as it sent.
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
		fmt.Println("Socket error:", err)
		os.Exit(1)
	}
}

func exchange(port, message string) error {
	conn, err := net.Dial("tcp", "127.0.0.1:"+port)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, message); err != nil {
		return err
	}
	piece := make([]byte, 10)
	for missing := len(message); missing > 0; {
		n, err := conn.Read(piece)
		if err != nil {
			return err
		}
		missing -= n
		fmt.Printf("Client Received: %s\n", piece[:n])
	}
	fmt.Println("Closing connection to the server")
	return nil
}
