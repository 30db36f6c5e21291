// Mistake: it decodes the bytes as UTF-8 text and encodes them again.
// Blamed: 01/binary
package main

import (
	"flag"
	"log"
	"net"
	"strings"
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
		conn.Write([]byte(strings.ToValidUTF8(string(buffer[:n]), "\uFFFD")))
		if err != nil {
			return
		}
	}
}
