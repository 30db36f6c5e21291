// Command 04-base-http answers every request with what it parsed from it. It
// is the smallest use of the two packages beside it:
//
//	socketserver   accepts connections, and makes a handler for each
//	basehttp       the handler that speaks HTTP, to be embedded as below
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

const usage = `04-base-http answers every request with what it parsed from it.

usage: go run ./04-base-http [-bind ADDRESS] [-protocol VERSION] [port]

  -bind ADDRESS      listen on this address (127.0.0.1; 0.0.0.0 is all of them)
  -protocol VERSION  HTTP/1.0, one request for each connection, or HTTP/1.1
  port               listen on this port (8000; 0 is any that is free)

examples:
  go run ./04-base-http                       curl -i http://127.0.0.1:8000/
  go run ./04-base-http -protocol HTTP/1.1 0  a free port, and keep-alive
`

// requestViewer shows each request as the handler sees it.
type requestViewer struct{ basehttp.RequestHandler }

func (h *requestViewer) DoGET()     { h.show(200, "DoGET", "not read") }
func (h *requestViewer) DoHEAD()    { h.show(200, "DoHEAD", "not read") }
func (h *requestViewer) DoDELETE()  { h.show(200, "DoDELETE", "not read") }
func (h *requestViewer) DoOPTIONS() { h.show(200, "DoOPTIONS", "not read") }
func (h *requestViewer) DoPOST()    { h.readAndShow("DoPOST") }
func (h *requestViewer) DoPUT()     { h.readAndShow("DoPUT") }
func (h *requestViewer) DoPATCH()   { h.readAndShow("DoPATCH") }

// Method looks a command up as every handler does, and, where there is
// nothing to find, shows that.
func (h *requestViewer) Method(command string) func() {
	if do := h.RequestHandler.Method(command); do != nil {
		return do
	}
	return func() { h.show(501, "nothing: there is no Do"+command, "not read") }
}

// readAndShow reads the body first. If that is broken, it returns without an
// answer, and HandleOneRequest gives the right one.
func (h *requestViewer) readAndShow(found string) {
	size, err := io.Copy(io.Discard, h.Rfile)
	if err == nil {
		h.show(200, found, fmt.Sprintf("%d bytes", size))
	}
}

// show answers with what was parsed, what its command led to, and what there
// is to say of the body.
func (h *requestViewer) show(code int, found, body string) {
	var page strings.Builder
	fmt.Fprintf(&page, "request line  %s\n", h.RequestLine)
	fmt.Fprintf(&page, "  Command         %s\n", h.Command)
	fmt.Fprintf(&page, "  Path            %s\n", h.Path)
	fmt.Fprintf(&page, "  RequestVersion  %s\n", h.RequestVersion)
	fmt.Fprintf(&page, "headers       %d\n", len(h.Headers))
	for _, header := range h.Headers {
		fmt.Fprintf(&page, "  %s: %s\n", header.Name, header.Value)
	}
	fmt.Fprintf(&page, "body          %s\n", body)
	fmt.Fprintf(&page, "dispatch      Method(%q) found %s\n", h.Command, found)
	fmt.Fprintf(&page, "connection    %s\n", h.fate())

	h.SendResponse(code)
	h.SendHeader("Content-Type", "text/plain; charset=utf-8")
	h.SendHeader("Content-Length", fmt.Sprint(page.Len()))
	h.EndHeaders()
	io.WriteString(h.Wfile, page.String())
}

// fate says what becomes of the connection after the answer.
func (h *requestViewer) fate() string {
	if h.CloseConnection {
		return "closed after this answer"
	}
	return "kept for another request"
}

func main() {
	flags := flag.NewFlagSet("04-base-http", flag.ContinueOnError)
	flags.Usage = func() { fmt.Fprint(flags.Output(), usage) }
	bind := flags.String("bind", "127.0.0.1", "")
	protocol := flags.String("protocol", "HTTP/1.0", "")
	port := basehttp.ParseArgs(flags, os.Args[1:])

	class := func() basehttp.Handler { return new(requestViewer) }
	os.Exit(basehttp.Test(class, *bind, port, *protocol))
}
