package socketserver_test

import (
	"fmt"
	"io"
	"net"

	"example.com/socket-tutorial/04-base-http/socketserver"
)

// echoHandler sends back what it reads.
type echoHandler struct {
	socketserver.StreamRequestHandler
}

func (h *echoHandler) Handle() { io.Copy(h.Wfile, h.Rfile) }

// A handler of any protocol embeds StreamRequestHandler and has a Handle
// method.
func ExampleStreamRequestHandler() {
	server, err := socketserver.NewTCPServer("127.0.0.1:0",
		func() socketserver.RequestHandler { return new(echoHandler) })
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Shutdown()
	go server.ServeForever()

	conn, err := net.Dial("tcp", server.ServerAddress().String())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer conn.Close()
	io.WriteString(conn, "Hello")
	answer := make([]byte, 5)
	io.ReadFull(conn, answer)
	fmt.Printf("%s\n", answer)
	// Output: Hello
}
