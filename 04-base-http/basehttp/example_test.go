package basehttp_test

import (
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/04-base-http/socketserver"
)

// articleHandler is the handler that the article ends with.
type articleHandler struct{ basehttp.RequestHandler }

func (h *articleHandler) DoGET() {
	h.SendResponse(200)
	h.SendHeader("Content-type", "text/html")
	h.EndHeaders()
	io.WriteString(h.Wfile, "hello world\r\n")
}

// A handler embeds RequestHandler and has a method for each command that it
// answers.
func ExampleRequestHandler() {
	class := func() basehttp.Handler { return new(articleHandler) }
	fmt.Println(get(class, "/"))
	// Output: HTTP/1.0 200 OK: hello world
}

// A connection that is handled in a goroutine of its own keeps no other
// waiting. Shutdown makes ServeForever return, and waits for the handlers.
func ExampleHTTPServer() {
	server, err := basehttp.NewHTTPServer("127.0.0.1:0", func() basehttp.Handler { return new(articleHandler) })
	if err != nil {
		fmt.Println(err)
		return
	}
	server.ProtocolVersion = "HTTP/1.1"
	server.Log = os.Stderr
	socketserver.ThreadingMixIn(&server.TCPServer)

	ended := make(chan error)
	go func() { ended <- server.ServeForever() }()
	// …
	server.Shutdown()
	fmt.Println(<-ended)
	// Output: <nil>
}

// counter greets by number. It handles one connection, so what it counts are
// that connection's requests.
type counter struct {
	basehttp.RequestHandler
	seen int
}

// Method answers every command alike.
func (h *counter) Method(string) func() { return h.greet }

func (h *counter) greet() {
	h.seen++
	text := fmt.Sprintf("%s number %d", h.Command, h.seen)
	h.SendResponse(200)
	h.SendHeader("Content-Length", fmt.Sprint(len(text)))
	h.EndHeaders()
	io.WriteString(h.Wfile, text)
}

// A handler that overrides Method decides by itself what answers a command.
func ExampleRequestHandler_Method() {
	fmt.Println(get(func() basehttp.Handler { return new(counter) }, "/"))
	// Output: HTTP/1.0 200 OK: GET number 1
}

// missing has nothing to show.
type missing struct{ basehttp.RequestHandler }

func (h *missing) DoGET()            { h.SendError(404, "File not found") }
func (h *missing) LogMessage(string) {}

// SendError sends a page that tells what is wrong, and logs it.
func ExampleRequestHandler_SendError() {
	answer := get(func() basehttp.Handler { return new(missing) }, "/nowhere")
	status, _, _ := strings.Cut(answer, ":")
	fmt.Println(status)
	// Output: HTTP/1.0 404 File not found
}

func ExampleHeaders() {
	headers := basehttp.Headers{{Name: "Accept", Value: "text/html"}, {Name: "X-Seen-By", Value: "a"}, {Name: "x-seen-by", Value: "b"}}
	fmt.Println(headers.Get("accept"), headers.Values("X-Seen-By"))
	// Output: text/html [a b]
}

// get serves one request for path with class, and returns the status line and
// the body.
func get(class func() basehttp.Handler, path string) string {
	server, err := basehttp.NewHTTPServer("127.0.0.1:0", class)
	if err != nil {
		return err.Error()
	}
	server.Log = io.Discard
	defer server.Shutdown()
	go server.HandleRequest()

	conn, err := net.Dial("tcp", server.ServerAddress().String())
	if err != nil {
		return err.Error()
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET %s HTTP/1.0\r\n\r\n", path)
	answer, _ := io.ReadAll(conn)
	head, body, _ := strings.Cut(string(answer), "\r\n\r\n")
	status, _, _ := strings.Cut(head, "\r\n")
	return status + ": " + body
}
