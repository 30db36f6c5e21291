// Command solution is the exercise's handlers, finished.
package main

import (
	"flag"
	"fmt"
	"html"
	"io"
	"net/url"
	"os"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

func main() {
	flags := flag.NewFlagSet("solution", flag.ContinueOnError)
	bind := flags.String("bind", "127.0.0.1", "listen on this `address`")
	app := flags.Bool("app", false, "serve the application instead of hello world")
	port := basehttp.ParseArgs(flags, os.Args[1:])

	class := func() basehttp.Handler { return new(helloHandler) }
	if *app {
		class = func() basehttp.Handler { return new(appHandler) }
	}
	os.Exit(basehttp.Test(class, *bind, port, "HTTP/1.0"))
}

// helloHandler answers GET, and nothing else.
type helloHandler struct{ basehttp.RequestHandler }

// DoGET answers every path alike.
func (h *helloHandler) DoGET() {
	h.SendResponse(200)                       // 1
	h.SendHeader("Content-type", "text/html") // 2
	h.EndHeaders()
	io.WriteString(h.Wfile, "hello world\r\n")
}

// appHandler answers more than one path, and a form.
type appHandler struct{ basehttp.RequestHandler }

// DoGET answers by h.Path.
func (h *appHandler) DoGET() {
	if h.Path != "/count" { // 3
		h.SendError(404)
		return
	}
	h.SendResponse(200)
	h.SendHeader("Content-type", "text/plain")
	h.EndHeaders()
	for i := range 5 {
		fmt.Fprintf(h.Wfile, "%d\n", i+1)
	}
}

// DoPOST greets whose name is in the form.
func (h *appHandler) DoPOST() {
	if h.Path != "/greet" {
		h.SendError(404)
		return
	}
	body, err := io.ReadAll(h.Rfile) // 4
	if err != nil {
		h.SendError(400)
		return
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		h.SendError(400)
		return
	}
	h.SendResponse(200)
	h.SendHeader("Content-type", "text/html; charset=utf-8")
	h.EndHeaders()
	io.WriteString(h.Wfile, "hello "+html.EscapeString(form.Get("name"))+"\n") // 5
}
