//go:build unix

// Command calls is an echo server: system calls, and a thread that waits in them for
// each connection.
package main

import (
	"log"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

func main() {
	port, err := strconv.Atoi(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	sock, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err == nil {
		err = unix.SetsockoptInt(sock, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1)
	}
	if err == nil {
		err = unix.Bind(sock, &unix.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}})
	}
	if err == nil {
		err = unix.Listen(sock, 64)
	}
	for err == nil {
		var conn int
		if conn, _, err = unix.Accept(sock); err == nil {
			go echo(conn)
		} else if err == unix.EINTR || err == unix.ECONNABORTED {
			err = nil
		}
	}
	log.Fatal(err)
}

func echo(conn int) {
	defer unix.Close(conn)
	buffer := make([]byte, 2048)
	for {
		n, err := unix.Read(conn, buffer)
		for data := buffer[:max(n, 0)]; err == nil && len(data) > 0; data = data[max(n, 0):] {
			if n, err = unix.Write(conn, data); err == unix.EINTR {
				err = nil
			}
		}
		if n == 0 || err != nil && err != unix.EINTR {
			return
		}
	}
}
