// Mistake: it serves one client and exits.
// Blamed: 01/next-client
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
	conn, err := listener.Accept()
	if err != nil {
		log.Fatal(err)
	}
	listener.Close()
	buffer := make([]byte, 2048)
	for err == nil {
		var n int
		n, err = conn.Read(buffer)
		conn.Write(buffer[:n])
	}
	conn.Close()
}
