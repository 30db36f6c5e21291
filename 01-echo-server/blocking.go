//go:build unix

package main

import (
	"time"

	"golang.org/x/sys/unix"
)

const defaultMode = "blocking"

// Windows has numbers of its own for these.
const (
	addressInUse   = unix.EADDRINUSE
	addressNotHere = unix.EADDRNOTAVAIL
)

// serveBlocking is the article's server. One thread serves one connection from
// its beginning to its end.
func serveBlocking(o options) error {
	sock, err := openListener(o)
	if err != nil {
		return err
	}
	remark("one connection at a time: whoever connects meanwhile waits in the backlog")
	buffer := make([]byte, o.buffer)
	for {
		enter("accept")
		conn, err := accept(sock)
		if err != nil {
			say("Server Accept Error: %v", err)
			pause(retryAccept)
			continue
		}
		if o.noDelay {
			setNoDelay(conn)
		}
		echo(conn, buffer)
		closeSocket(conn)
	}
}

// openListener makes the listening socket.
func openListener(o options) (sock int, err error) {
	to, err := resolve(o.host, o.port)
	if err != nil {
		return -1, err
	}
	if sock, err = socket(); err != nil {
		return -1, err
	}
	// Not in the article, whose server cannot be started again at once after
	// Ctrl-C if a client was connected: that connection lingers in FIN_WAIT2 or
	// TIME_WAIT and holds the port, unless both this socket and the earlier one
	// have the option (socket(7)). Two servers still cannot share it.
	if err := reuseAddress(sock); err != nil {
		return -1, err
	}
	if err := bind(sock, to); err != nil {
		return -1, err
	}
	if err := listen(sock, o.backlog); err != nil {
		return -1, err
	}
	if o.port == 0 {
		if o.port, err = boundPort(sock); err != nil {
			return -1, err
		}
	}
	say("Server start, listening %d", o.port)
	return sock, nil
}

// pause sleeps in poll without descriptors. The first time.Sleep of a Go program
// would take two for the runtime's own poller, and end it where there are none.
func pause(d time.Duration) {
	remark("trying again in " + d.String())
	flush()
	unix.Poll(nil, int(d.Milliseconds()))
}

// echo answers one client until it has no more to say. An error ends its
// connection and not the server.
func echo(conn int, buffer []byte) {
	for {
		enter("read")
		n, err := recv(conn, buffer)
		if err != nil {
			say("Server Recv Error: %v", err)
			return
		}
		if n == 0 {
			say("Server Recv Over")
			return
		}
		data := buffer[:n]
		say("Server Recv Data: %v", text(data))
		if err := sendAll(conn, data); err != nil {
			say("Server Send Error: %v", err)
			return
		}
		say("Server Send Data: %v", text(data))
	}
}

// sendAll sends all of data, in as many writes as it takes. The article calls
// send once, which may send less and say so in a result that nobody reads.
func sendAll(conn int, data []byte) error {
	for len(data) > 0 {
		enter("write")
		n, err := send(conn, data)
		if err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}
