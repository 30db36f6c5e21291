// Command ends is an echo client: it half-closes at once, and receives to the end.
package main

import (
	"errors"
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
	if _, err := io.WriteString(conn, message); err != nil {
		return err
	}
	conn.(*net.TCPConn).CloseWrite()
	back, err := io.ReadAll(conn)
	for rest := back; len(rest) > 0; {
		n := min(len(rest), 10)
		fmt.Printf("Client Received: %s\n", rest[:n])
		rest = rest[n:]
	}
	if err == nil && len(back) < len(message) {
		err = errors.New("the server has closed too early")
	}
	if err == nil {
		fmt.Println("Closing connection to the server")
	}
	return err
}
