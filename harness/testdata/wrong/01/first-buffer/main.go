// Mistake: it sends back what fits into its buffer and drops the rest of a longer message.
// Blamed: 01/longer
package main

import (
	"flag"
	"log"
	"net"
	"time"
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
	buffer := make([]byte, 4096)
	for {
		n, err := conn.Read(buffer)
		conn.Write(buffer[:n])
		if err != nil {
			return
		}
		if n == len(buffer) {
			drain(conn)
		}
	}
}

// drain throws away what has already arrived.
func drain(conn net.Conn) {
	conn.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
	for buffer := make([]byte, 4096); ; {
		if _, err := conn.Read(buffer); err != nil {
			break
		}
	}
	conn.SetReadDeadline(time.Time{})
}
