//go:build unix

// Command solution is the exercise's echo server, finished.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

var (
	host    = flag.String("host", "127.0.0.1", "listen at this `address`")
	port    = flag.Int("port", 5000, "listen at this `port`")
	backlog = flag.Int("backlog", 5, "`connections` that may wait for accept")
	size    = flag.Int("buffer", 2048, "read at most this many `bytes` at a time")
)

func main() {
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
	// 1: from here on the kernel completes handshakes by itself.
	if err := unix.Listen(sock, *backlog); err != nil {
		return 0, os.NewSyscallError("listen", err)
	}
	fmt.Println("Server start, listening", *port)
	return sock, nil
}

// echo answers one client, to its end.
func echo(conn int, buffer []byte) error {
	// 3: whatever happens, the connection does not stay open.
	defer unix.Close(conn)
	for {
		n, err := ignoringEINTR(func() (int, error) { return unix.Read(conn, buffer) })
		if err != nil {
			return os.NewSyscallError("read", err)
		}
		if n == 0 {
			break
		}
		fmt.Printf("Server Recv Data: %s\n", buffer[:n])
		// 2: a write takes as much as there is room for.
		for rest := buffer[:n]; len(rest) > 0; {
			n, err := ignoringEINTR(func() (int, error) { return unix.Write(conn, rest) })
			if err != nil {
				return os.NewSyscallError("write", err)
			}
			rest = rest[n:]
		}
	}
	fmt.Println("Server Recv Over")
	return nil
}

// serve accepts clients and has them answered.
func serve(sock int) error {
	for { // 4
		conn, _, err := unix.Accept(sock)
		if err == unix.EINTR || err == unix.ECONNABORTED {
			continue
		}
		if err != nil {
			return os.NewSyscallError("accept", err)
		}
		go func() { // 5
			// 6: it is this client's error, and the end of this client alone.
			if err := echo(conn, make([]byte, *size)); err != nil {
				fmt.Fprintln(os.Stderr, "Socket error:", err)
			}
		}()
	}
}

// setOptions prepares the socket before it has its address.
func setOptions(sock int) error {
	// 7: the last run's connections in FIN_WAIT2 and TIME_WAIT no longer hold the port.
	return os.NewSyscallError("setsockopt", unix.SetsockoptInt(sock, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1))
}

// ignoringEINTR repeats a call that a signal has interrupted: Go's scheduler
// sends some.
func ignoringEINTR(call func() (int, error)) (int, error) {
	for {
		if n, err := call(); err != unix.EINTR {
			return n, err
		}
	}
}
