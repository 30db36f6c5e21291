// Mistake: it takes a zero byte for the end of the message, as C does.
// Blamed: 01/binary
package main

import (
	"bytes"
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
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	buffer := make([]byte, 2048)
	for {
		n, err := conn.Read(buffer)
		message, _, _ := bytes.Cut(buffer[:n], []byte{0})
		conn.Write(message)
		if err != nil {
			return
		}
	}
}
