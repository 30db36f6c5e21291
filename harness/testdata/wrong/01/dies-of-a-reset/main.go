// Mistake: an error on one connection ends the whole server.
// Blamed: 01/reset
package main

import (
	"errors"
	"flag"
	"io"
	"log"
	"net"
)

func main() {
	host := flag.String("host", "127.0.0.1", "")
	port := flag.String("port", "5000", "")
	flag.String("mode", "", "")
	flag.Parse()
	listener, err := net.Listen("tcp", net.JoinHostPort(*host, *port))
	if err != nil {
		log.Fatal(err)
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	buffer := make([]byte, 2048)
	for {
		n, err := conn.Read(buffer)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			log.SetFlags(0)
			log.Fatal("recv failed")
		}
		conn.Write(buffer[:n])
	}
}
