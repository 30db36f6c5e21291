// Command 04-base-http answers every request with what it parsed from it.
package main

import (
	"flag"
	"fmt"
	"os"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

// echoHandler shows a request as the parser saw it.
type echoHandler struct{ basehttp.RequestHandler }

// Method answers every command with the same method.
func (h *echoHandler) Method(command string) func() { return h.show }

func (h *echoHandler) show() {
	body := fmt.Sprintf("%s\n", h.RequestLine)
	for _, header := range h.Headers {
		body += fmt.Sprintf("%s: %s\n", header.Name, header.Value)
	}
	h.SendResponse(200)
	h.SendHeader("Content-Type", "text/plain; charset=utf-8")
	h.SendHeader("Content-Length", fmt.Sprint(len(body)))
	h.EndHeaders()
	fmt.Fprint(h.Wfile, body)
}

func main() {
	flags := flag.NewFlagSet("04-base-http", flag.ExitOnError)
	bind := flags.String("bind", "127.0.0.1", "address to listen on")
	protocol := flags.String("protocol", "HTTP/1.0", "HTTP/1.0 or HTTP/1.1")
	port := basehttp.ParseArgs(flags, os.Args[1:])
	os.Exit(basehttp.Test(func() basehttp.Handler { return new(echoHandler) }, *bind, port, *protocol))
}
