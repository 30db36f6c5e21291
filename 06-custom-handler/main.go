// Command 06-custom-handler is the article's last program: a handler of one's
// own, which answers GET with hello world. With -app it shows what comes
// after the article: Go's counterpart of a WSGI application, an http.Handler,
// on the same server.
//
// The map:
//
//	main.go        the article's handler, and the command
//	app.go         the application that -app serves
//	simpleserver/  the bridge from our handler to any http.Handler
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/06-custom-handler/simpleserver"
)

// customHTTPRequestHandler answers GET. Any other method gets 501, because
// the handler has none of that name.
type customHTTPRequestHandler struct{ basehttp.RequestHandler }

// DoGET answers every path alike. It sends no Content-Length, so the end of
// the connection is the end of the body.
func (h *customHTTPRequestHandler) DoGET() {
	h.SendResponse(200)
	h.SendHeader("Content-type", "text/html")
	h.EndHeaders()
	io.WriteString(h.Wfile, "hello world\r\n")
}

func main() {
	flags := flag.NewFlagSet("06-custom-handler", flag.ExitOnError)
	bind := flags.String("bind", "127.0.0.1", "listen on this `address`")
	app := flags.Bool("app", false, "serve an http.Handler, in HTTP/1.1, instead of hello world")
	flags.Usage = func() {
		fmt.Fprint(flags.Output(), `usage: go run ./06-custom-handler [-bind 127.0.0.1] [-app] [port]

  go run ./06-custom-handler       curl http://127.0.0.1:8000 prints hello world
  go run ./06-custom-handler 9000  the same on port 9000
  go run ./06-custom-handler -app  a ServeMux with a form and a stream

`)
		flags.PrintDefaults()
	}
	port := basehttp.ParseArgs(flags, os.Args[1:])

	if *app {
		os.Exit(basehttp.Test(simpleserver.RequestHandlerClass(newApp()), *bind, port, "HTTP/1.1"))
	}
	class := func() basehttp.Handler { return new(customHTTPRequestHandler) }
	os.Exit(basehttp.Test(class, *bind, port, "HTTP/1.0"))
}
