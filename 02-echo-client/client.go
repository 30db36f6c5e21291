package main

import (
	"fmt"
	"io"
	"time"
)

// patience is how long sendAll may take before receiving begins beside it.
const patience = 50 * time.Millisecond

// run is the article's client: connect, sendall, recv until everything is
// back, close. It has printed the error that it returns.
func run(o options) error {
	sock, err := connect(o)
	if err != nil {
		fail(err)
		return err
	}
	err = exchange(sock, o.message, make([]byte, o.buffer))
	if err != nil {
		fail(err)
	}
	say("Closing connection to the server")
	sock.Close()
	flush()
	return err
}

// connect opens a socket to the server in the mode asked for.
func connect(o options) (io.ReadWriteCloser, error) {
	if o.port < 1 || o.port > 65535 {
		return nil, fmt.Errorf("port %d does not exist: choose the server's, from 1 to 65535", o.port)
	}
	if o.mode == "net" {
		return connectNet(o.host, o.port)
	}
	return connectBlocking(o.host, o.port)
}

// exchange sends message and receives as many bytes as it has.
//
// The article receives only when all is sent. With a message larger than the
// kernel's buffers that is a deadlock: the server stops reading while nobody
// takes what it sends back, and the client stops in send. So if sending takes
// long, receiving does not wait for its end. The goroutine ends with the
// message, or with the program.
func exchange(sock io.ReadWriter, message, buffer []byte) error {
	sent := make(chan error, 1)
	go func() { sent <- sendAll(sock, message) }()
	select {
	case err := <-sent:
		if err != nil {
			return err
		}
	case <-time.After(patience):
	}
	return receive(sock, len(message), buffer)
}

// sendAll sends all of data, in as many writes as it takes: one may send less.
func sendAll(sock io.Writer, data []byte) error {
	for len(data) > 0 {
		n, err := sock.Write(data)
		if err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

// receive reads until expected bytes have come: one read is whatever the
// network brought, at most a buffer, and never a message.
func receive(sock io.Reader, expected int, buffer []byte) error {
	for received := 0; received < expected; {
		n, err := sock.Read(buffer)
		if err == io.EOF {
			return fmt.Errorf("%w: %d of %d bytes came back", errServerGone, received, expected)
		}
		if err != nil {
			return err
		}
		received += n
		say("Client Received: %v", text(buffer[:n]))
	}
	return nil
}
