// Mistake: its table of clients has ten places.
// Blamed: 01/crowd
package main

import (
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
	places := make(chan bool, 10)
	for {
		places <- true
		conn, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			io.Copy(conn, conn)
			conn.Close()
			<-places
		}()
	}
}
