package right

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
)

// EchoClient is a client as stage 02 asks.
type EchoClient struct {
	Message func(message string) string            // what is sent, of what was asked for
	Send    func(conn net.Conn, data string) error // all of data
	Buffer  int                                    // bytes for one recv
	Receive func(conn net.Conn, buffer []byte, missing int) (n int, err error)
	Print   func(piece string)                // a piece that was received
	Until   func(received, expected int) bool // whether all is back
	Ended   func() error                      // recv has returned nothing before all was back
	Failed  func(err error)                   // says why it ends, and ends
	Goodbye func(conn net.Conn)
}

// NewEchoClient returns a client without a mistake.
func NewEchoClient() *EchoClient {
	return &EchoClient{
		Message: func(message string) string { return message },
		Send:    func(conn net.Conn, data string) error { _, err := io.WriteString(conn, data); return err },
		Buffer:  10,
		Receive: func(conn net.Conn, buffer []byte, _ int) (int, error) { return conn.Read(buffer) },
		Print:   func(piece string) { fmt.Println("Client Received: " + piece) },
		Until:   func(received, expected int) bool { return received >= expected },
		Ended:   func() error { return errors.New("the server closed before all was back") },
		Failed: func(err error) {
			fmt.Fprintln(os.Stderr, "Socket error: "+strings.ReplaceAll(err.Error(), "\n", " "))
			os.Exit(1)
		},
		Goodbye: func(conn net.Conn) {
			fmt.Println("Closing connection to the server")
			conn.Close()
		},
	}
}

// Main sends the message to the address that the contract's flags say, and
// prints what comes back.
func (c *EchoClient) Main() {
	host := flag.String("host", "127.0.0.1", "")
	port := flag.String("port", "5000", "")
	message := flag.String("message", "Hello", "")
	flag.Parse()
	conn, err := net.Dial("tcp", net.JoinHostPort(*host, *port))
	if err != nil {
		c.Failed(err)
		return
	}
	if err := c.Send(conn, c.Message(*message)); err != nil {
		c.Failed(err)
	}
	buffer := make([]byte, c.Buffer)
	for received := 0; !c.Until(received, len(*message)); {
		n, err := c.Receive(conn, buffer, len(*message)-received)
		if n > 0 {
			c.Print(string(buffer[:n]))
		}
		received += n
		if isEnd(err) {
			err = c.Ended()
		}
		if err != nil {
			c.Failed(err)
		}
	}
	c.Goodbye(conn)
}
