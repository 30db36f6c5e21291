// Mistake: it serves its clients one after the other, where many come at once.
// Blamed: 01/newest-first
package main

import (
	"flag"
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
		serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	buffer := make([]byte, 2048)
	for {
		n, err := conn.Read(buffer)
		conn.Write(buffer[:n])
		if err != nil {
			return
		}
	}
}
