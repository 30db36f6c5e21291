// Command exercise is a handler of your own, to be finished: hello world first,
// then, with -app, a second route and a form. The TODOs are in the order of
// the harness's checks: fill in the next one, run the checks, and read what
// they say.
package main

import (
	"flag"
	"os"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

func main() {
	flags := flag.NewFlagSet("exercise", flag.ContinueOnError)
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
	// TODO 1 (hello): answer with 200, in three steps: SendResponse for the
	// status, EndHeaders, and then the body, "hello world\r\n", to h.Wfile.
	// In Go: io.WriteString.
	//
	// TODO 2 (type): say between the first two that the body is text/html:
	// SendHeader, with the name Content-type.
	h.SendError(404)
}

// appHandler answers more than one path, and a form.
type appHandler struct{ basehttp.RequestHandler }

// DoGET answers by h.Path.
func (h *appHandler) DoGET() {
	// TODO 3 (second-route): for /count, answer with the lines 1 to 5, each
	// ended by "\n". Any other path keeps its 404.
	h.SendError(404)
}

// TODO 4 (form, form-fields, form-in-pieces, forms-side-by-side): write DoPOST; the
// server finds it by its name.
// The form is what h.Rfile has, to its end (io.ReadAll), and looks like
// name=An+Na: url.ParseQuery takes it apart. Answer with "hello " and the name.
//
// TODO 5 (form-is-no-markup): a name is whatever somebody types. Escape it
// before it becomes part of a page: html.EscapeString.
