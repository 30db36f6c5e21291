//go:build unix

// Without this the runtime may keep files open, and the socket is not descriptor 3.
//go:debug containermaxprocs=0

// Command plain is the article's client.py in Go. The comment behind a line is
// the line of client.py, beside this file, that it stands for.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"

	"golang.org/x/sys/unix" // import socket
)

var host = flag.String("host", "127.0.0.1", "connect to this `address`") // HOST = 'localhost'
var port = flag.Int("port", 5000, "connect to this `port`")              // PORT = 5000

func main() {
	flag.Parse()

	sock := must(unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)) // sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
	check(unix.Connect(sock, address(*host, *port)))             // sock.connect((HOST, PORT))

	err := func() error { // try:
		message := []byte("Hello")                     // message = b'Hello'
		if err := sendall(sock, message); err != nil { // sock.sendall(message)
			return err
		}
		amountReceived := 0                   // amount_received = 0
		amountExpected := len(message)        // amount_expected = len(message)
		for amountReceived < amountExpected { // while amount_received < amount_expected:
			data, err := recv(sock, 10) // data = sock.recv(10)
			if err != nil {
				return err
			}
			amountReceived += len(data) // amount_received += len(data)
			fmt.Printf("Client Received: %s\n", data)
		}
		return nil
	}()
	if err != nil { // except OSError as e:
		fmt.Println("Socket error:", err) // print('Socket error:', e)
	}
	fmt.Println("Closing connection to the server") // finally:
	check(unix.Close(sock))                         // sock.close()
}

// sendall sends all of data, in as many writes as it takes.
func sendall(sock int, data []byte) (err error) {
	for n := 0; err == nil && len(data) > 0; data = data[max(n, 0):] {
		n, err = unix.Write(sock, data)
	}
	return err
}

// recv waits until there is something to read, and returns at most size bytes
// of it: none at the end of the stream.
func recv(sock, size int) ([]byte, error) {
	data := make([]byte, size)
	n, err := unix.Read(sock, data)
	return data[:max(n, 0)], err
}

// address returns Python's pair (HOST, PORT) as the kernel wants it.
func address(host string, port int) unix.Sockaddr {
	ip := must(net.ResolveIPAddr("ip4", host)).IP
	return &unix.SockaddrInet4{Addr: [4]byte(ip.To4()), Port: port}
}

func must[T any](value T, err error) T { check(err); return value }

// check ends the program where Python would with a traceback.
func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "Socket error:", err)
		os.Exit(1)
	}
}
