// Command anycommand has a handler for commands that HTTP does not know, such
// as those that CPython's own tests of BaseHTTPRequestHandler use. It shows
// what a handler can do beside answering GET: a status and reason of its own,
// headers in any encoding, errors with and without a message, responses
// without a body.
//
//	go run ./04-base-http/anycommand [-port 8000] [-protocol HTTP/1.1]
//	curl -i -X KEEP http://127.0.0.1:8000/
package main

import (
	"flag"
	"io"
	"os"
	"strconv"
	"strings"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

type handler struct{ basehttp.RequestHandler }

// Method looks commands up in a table. The names that it has no entry for are
// looked up as those of every handler are.
func (h *handler) Method(command string) func() {
	do, ok := map[string]func(){
		"TEST":           func() { h.empty(204, "close") },
		"KEEP":           func() { h.empty(204, "keep-alive") },
		"CUSTOM":         func() { h.empty(999, "close") },
		"REASON":         func() { h.empty(200, "close", "All Is Well") },
		"KEYERROR":       func() { h.SendError(999) },
		"NOTFOUND":       func() { h.SendError(404) },
		"EXPLAIN":        func() { h.SendError(404, "Gone <fishing>") },
		"SEND_ERROR":     h.sendErrorOfPath,
		"REPEAT":         h.repeat,
		"LATINONEHEADER": h.latin1Header,
	}[command]
	if !ok {
		return h.RequestHandler.Method(command)
	}
	return do
}

// DoHEAD sends the error that the path names, which has no body then.
func (h *handler) DoHEAD() { h.sendErrorOfPath() }

// empty sends a head and nothing else.
func (h *handler) empty(code int, connection string, reason ...string) {
	h.SendResponse(code, reason...)
	h.SendHeader("Content-Type", "text/html")
	h.SendHeader("Connection", connection)
	h.EndHeaders()
}

func (h *handler) sendErrorOfPath() {
	code, err := strconv.Atoi(strings.TrimPrefix(h.Path, "/"))
	if err != nil {
		code = 400
	}
	h.SendError(code)
}

// repeat sends one header twice.
func (h *handler) repeat() {
	h.SendResponse(200)
	h.SendHeader("Set-Cookie", "a=1")
	h.SendHeader("Set-Cookie", "b=2")
	h.SendHeader("Content-Length", "0")
	h.EndHeaders()
}

// latin1Header sends a header in Latin-1, where ä is one byte, and in the body
// the one it got, in UTF-8. A header is bytes; what they stand for is between
// the two ends.
func (h *handler) latin1Header() {
	h.SendResponse(999)
	h.SendHeader("X-Special", "D\xe4ngerous Mind")
	h.SendHeader("Connection", "close")
	h.EndHeaders()
	for _, b := range []byte(h.Headers.Get("X-Special-Incoming")) {
		io.WriteString(h.Wfile, string(rune(b))) // Latin-1 is the first 256 of Unicode
	}
}

func main() {
	port := flag.Int("port", 8000, "listen on this port; 0 is any that is free")
	protocol := flag.String("protocol", "HTTP/1.1", "HTTP/1.0 or HTTP/1.1")
	flag.Parse()
	os.Exit(basehttp.Test(func() basehttp.Handler { return new(handler) }, "127.0.0.1", *port, *protocol))
}
