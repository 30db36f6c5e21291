//go:build unix

// Command exercise is an echo server to be finished: from socket to close, then
// for two clients at once. The TODOs are in the order of the harness's checks:
// fill in the next one, run the checks, and read what they say.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

var (
	host    = flag.String("host", "127.0.0.1", "listen at this `address`")
	port    = flag.Int("port", 5000, "listen at this `port`")
	backlog = flag.Int("backlog", 5, "`connections` that may wait for accept")
	size    = flag.Int("buffer", 2048, "read at most this many `bytes` at a time")
)

func main() {
	// The checks of many clients ask for select; yours may serve as it likes.
	flag.String("mode", "blocking", "blocking or select")
	flag.Parse()
	sock, err := listen()
	if err == nil {
		err = serve(sock)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "Socket error:", err)
		os.Exit(1)
	}
}

// listen returns a socket that takes calls.
func listen() (sock int, err error) {
	found, err := net.ResolveTCPAddr("tcp4", net.JoinHostPort(*host, strconv.Itoa(*port)))
	if err != nil {
		return 0, err
	}
	address := &unix.SockaddrInet4{Port: found.Port, Addr: [4]byte(found.IP.To4())}

	if sock, err = unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0); err != nil {
		return 0, os.NewSyscallError("socket", err)
	}
	if err := setOptions(sock); err != nil {
		return 0, err
	}
	if err := unix.Bind(sock, address); err != nil {
		return 0, os.NewSyscallError("bind", err)
	}
	// TODO 1 (accept): the socket has an address, but takes no calls yet:
	// listen(2), with *backlog. In Go: unix.Listen.
	fmt.Println("Server start, listening", *port)
	return sock, nil
}

// echo answers one client, to its end.
func echo(conn int, buffer []byte) error {
	n, err := unix.Read(conn, buffer)
	if err != nil {
		return os.NewSyscallError("read", err)
	}
	fmt.Printf("Server Recv Data: %s\n", buffer[:n])
	// TODO 2 (echo, again, binary, longer, megabytes): write(2) back what was
	// read, and read again, until a read returns 0 bytes: the client's end. In
	// Go: unix.Write, which returns how many bytes it took: perhaps not all.
	fmt.Println("Server Recv Over")
	// TODO 3 (half-close, unsent): when the client has no more to say, and all
	// is sent, close(2) the connection: only then does it know that it has
	// everything.
	return nil
}

// serve accepts clients and has them answered.
func serve(sock int) error {
	conn, _, err := unix.Accept(sock)
	if err != nil {
		return os.NewSyscallError("accept", err)
	}
	// TODO 4 (next-client, backlog, silence): when one client has gone, accept
	// the next.
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

// setOptions prepares the socket before it has its address.
func setOptions(sock int) error {
	// TODO 7 (restart): a server that was killed must be able to start again at
	// once: setsockopt(2), SO_REUSEADDR. In Go: unix.SetsockoptInt.
	return nil
}
