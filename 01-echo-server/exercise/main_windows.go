// Command exercise is an echo server to be finished. Windows has no Unix system
// calls, so this one uses Go's net, which makes the calls of Windows: the same
// steps, and the same TODOs but the last. They are in the order of the harness's
// checks: fill in the next one, run the checks, and read what they say.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"
)

var (
	host = flag.String("host", "127.0.0.1", "listen at this `address`")
	port = flag.Int("port", 5000, "listen at this `port`")
	size = flag.Int("buffer", 2048, "read at most this many `bytes` at a time")
)

func main() {
	// The checks of many clients ask for select; yours may serve as it likes.
	flag.String("mode", "net", "")
	flag.Int("backlog", 5, "")
	flag.Parse()
	if err := serve(net.JoinHostPort(*host, strconv.Itoa(*port))); err != nil {
		fmt.Fprintln(os.Stderr, "Socket error:", err)
		os.Exit(1)
	}
}

// listen returns a socket that takes calls.
func listen(address string) (net.Listener, error) {
	// TODO 1 (accept): net.Listen("tcp", address) is socket, bind and listen.
	return nil, fmt.Errorf("nobody listens at %s yet", address)
}

// echo answers one client, to its end.
func echo(conn net.Conn, buffer []byte) error {
	n, err := conn.Read(buffer)
	if err != nil {
		return err
	}
	fmt.Printf("Server Recv Data: %s\n", buffer[:n])
	// TODO 2 (echo, again, binary, longer, megabytes): conn.Write back what was
	// read, and read again, until a read returns io.EOF: the client's end.
	fmt.Println("Server Recv Over")
	// TODO 3 (half-close, unsent): when the client has no more to say, and all
	// is sent, close the connection: only then does it know that it has
	// everything.
	return nil
}

// serve accepts clients and has them answered.
func serve(address string) error {
	sock, err := listen(address)
	if err != nil {
		return err
	}
	fmt.Println("Server start, listening", *port)
	conn, err := sock.Accept()
	if err != nil {
		return err
	}
	// TODO 4 (next-client, backlog, silence, restart): when one client has
	// gone, accept the next.
	//
	// TODO 5 (newest-first, slow-reader, apart, crowd, idle): a client that is
	// silent keeps all the others waiting. Serve each in a goroutine, with a
	// buffer of its own.
	//
	// TODO 6 (reset, descriptors): an error of one connection must not end the
	// server, and must not leave the connection open either.
	if err := echo(conn, make([]byte, *size)); err != nil {
		return err
	}
	time.Sleep(time.Hour) // until TODO 4; then its import goes, too
	return nil
}
