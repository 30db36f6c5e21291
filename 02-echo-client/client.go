package main

import (
	"errors"
	"fmt"
	"io"
)

// errServerGone is the end of the stream where more was expected.
var errServerGone = errors.New("the server closed the connection")

// run is the article's client: connect, send, receive until everything is
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
	return err
}

// connect opens a socket to the server in the mode asked for.
func connect(o options) (io.ReadWriteCloser, error) {
	if o.mode == "net" {
		return connectNet(o.host, o.port)
	}
	return connectBlocking(o.host, o.port)
}

// window is how many bytes may be under way, sent and not yet back: fewer than
// the buffers between the two programs hold together.
const window = 64 << 10

// exchange sends message and receives as many bytes as it has: one read is
// whatever the network brought, at most a buffer, and never a message.
//
// The article receives when all is sent. With a message larger than the buffers
// on the way that is a deadlock: the server stops reading while nobody takes what
// it sends back, and the client stops in send. So a part of a long message waits
// until as much has come back.
func exchange(sock io.ReadWriter, message, buffer []byte) error {
	sent := 0
	for received := 0; received < len(message); {
		if next := min(received+window, len(message)); next > sent {
			if err := sendAll(sock, message[sent:next]); err != nil {
				return err
			}
			sent = next
		}
		n, err := sock.Read(buffer)
		if err == io.EOF {
			return fmt.Errorf("%w: %d of %d bytes came back", errServerGone, received, len(message))
		}
		if err != nil {
			return err
		}
		received += n
		say("Client Received: %v", text(buffer[:n]))
	}
	return nil
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
