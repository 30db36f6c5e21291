// Package right is all that is right about the wrong programs of stages 04 to
// 06: servers that pass the checks of the article's level. Each wrong program
// replaces one piece of them by a mistake.
package right

import (
	"bufio"
	"flag"
	"log"
	"net"
)

// Protocol is what the flag of that name says.
var Protocol = "HTTP/1.0"

// Listen listens where the flags say, and returns the flag -directory, too.
func Listen() (listener net.Listener, directory string) {
	bind := flag.String("bind", "127.0.0.1", "")
	flag.StringVar(&directory, "directory", ".", "")
	flag.StringVar(&Protocol, "protocol", Protocol, "")
	flag.Parse()
	port := flag.Arg(0)
	flag.CommandLine.Parse(flag.Args()[1:]) // flags may follow the port
	listener, err := net.Listen("tcp", net.JoinHostPort(*bind, port))
	if err != nil {
		log.Fatal(err)
	}
	return listener, directory
}

// Serve accepts for ever, and has each connection handled in a goroutine.
func Serve(listener net.Listener, handle func(conn net.Conn)) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go handle(conn)
	}
}

// Echo handles a connection as stage 04 asks: one request, answered with what
// was parsed, then the end.
func Echo(conn net.Conn) {
	defer conn.Close()
	if request := Read(bufio.NewReader(conn)); request != nil {
		Answer(conn, request)
	}
}
