//go:build unix

// Without this the runtime may keep files open, and the first socket is not descriptor 3.
//go:debug containermaxprocs=0

// Command plain is the article's server.py in Go. The comment behind a line is
// the line of server.py, beside this file, that it stands for.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"

	"golang.org/x/sys/unix" // import socket
)

var host = flag.String("host", "127.0.0.1", "listen at this `address`") // HOST = 'localhost'
var port = flag.Int("port", 5000, "listen at this `port`")              // PORT = 5000
const bufferSize = 2048                                                 // BUFFER_SIZE = 2048

func main() {
	flag.Parse()

	sock := must(unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)) // sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
	check(unix.Bind(sock, address(*host, *port)))                // sock.bind((HOST, PORT))
	check(unix.Listen(sock, 5))                                  // sock.listen(5)

	fmt.Printf("Server start, listening %d\n", *port)

	for { // while True:
		conn, _, err := unix.Accept(sock) // conn, addr = sock.accept()
		check(err)
		for { // while True:
			data := recv(conn, bufferSize) // data = conn.recv(BUFFER_SIZE)
			if len(data) > 0 {             // if len(data):
				fmt.Printf("Server Recv Data: %s\n", data)
				must(unix.Write(conn, data)) // conn.send(data)
				fmt.Printf("Server Send Data: %s\n", data)
			} else { // else:
				fmt.Println("Server Recv Over")
				break // break
			}
		}
		check(unix.Close(conn)) // conn.close()
	}
	// Python's sock.close() would stand here: it is never reached, and Go refuses such a line.
}

// recv waits until there is something to read, and returns at most size bytes
// of it: none at the end of the stream.
func recv(conn, size int) []byte {
	data := make([]byte, size)
	return data[:must(unix.Read(conn, data))]
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
