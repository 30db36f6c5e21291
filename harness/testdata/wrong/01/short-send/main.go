// Mistake: it does not look at how many bytes send took, on a socket that never blocks.
// Blamed: 01/megabytes
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
	buffer := make([]byte, 2048)
	for {
		n, err := conn.Read(buffer)
		// As good as a non-blocking socket: what the kernel does not take soon is
		// not sent.
		conn.SetWriteDeadline(time.Now().Add(5 * time.Millisecond))
		conn.Write(buffer[:n])
		if err != nil {
			return
		}
	}
}
