// Command queues is an echo server: for each connection a goroutine that receives,
// one that sends, and a channel between them.
package main

import (
	"bytes"
	"log"
	"net"
	"os"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		queue := make(chan []byte, 16)
		go receive(conn, queue)
		go send(conn, queue)
	}
}

func receive(conn net.Conn, queue chan<- []byte) {
	defer close(queue)
	buffer := make([]byte, 4096)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			return
		}
		queue <- bytes.Clone(buffer[:n])
	}
}

func send(conn net.Conn, queue <-chan []byte) {
	defer conn.Close()
	for data := range queue {
		conn.Write(data) // after an error the rest is dropped, and receive ends, too
	}
}
