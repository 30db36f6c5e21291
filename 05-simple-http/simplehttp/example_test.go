package simplehttp_test

import (
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/04-base-http/socketserver"
	"example.com/socket-tutorial/05-simple-http/simplehttp"
)

// A file server in four steps: a directory, a class of handlers for it, a
// server, and a goroutine for each connection.
func Example() {
	directory, _ := os.MkdirTemp("", "")
	defer os.RemoveAll(directory)
	os.WriteFile(filepath.Join(directory, "hello.txt"), []byte("hello world\n"), 0o644)

	root, err := simplehttp.OpenRoot(directory, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer root.Close()
	server, err := basehttp.NewHTTPServer("127.0.0.1:0", simplehttp.Class(root))
	if err != nil {
		fmt.Println(err)
		return
	}
	server.Log = io.Discard
	socketserver.ThreadingMixIn(&server.TCPServer)
	go server.ServeForever()
	defer server.Shutdown()

	client, err := net.Dial("tcp", server.ServerAddress().String())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	fmt.Fprint(client, "GET /hello.txt HTTP/1.0\r\n\r\n")
	answer, _ := io.ReadAll(client)
	fmt.Printf("%s", answer[len(answer)-len("hello world\n"):])
	// Output: hello world
}
