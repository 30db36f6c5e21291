// Command exercise is an HTTP server to be finished, from bytes on a
// connection: an answer, the request line, dispatch by method, headers,
// strictness, many clients, keep-alive. The TODOs are in the order of the
// harness's checks: fill in the next one, run the checks, and read what they
// say. A check that no TODO names has a hint of its own.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
)

var (
	bind     = flag.String("bind", "127.0.0.1", "listen at this `address`")
	protocol = flag.String("protocol", "HTTP/1.0", "speak this `version`, HTTP/1.0 or HTTP/1.1")
)

func main() {
	flag.Parse()
	port := cmp.Or(flag.Arg(0), "8000")
	if flag.NArg() > 1 { // more flags behind the port
		flag.CommandLine.Parse(flag.Args()[1:])
	}
	if err := serveForever(net.JoinHostPort(*bind, port)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serveForever(address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	fmt.Printf("Serving HTTP on %s ...\n", listener.Addr())
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		// TODO 9 (silent-client, many-clients): a client that says nothing keeps
		// all the others waiting here. Handle each in a goroutine.
		handle(conn)
	}
}

// A request is what a client has asked for.
type request struct {
	method, target, version string
	headers                 []header
}

type header struct{ name, value string }

// handle answers one client.
func handle(conn net.Conn) {
	defer conn.Close()
	// TODO 10 (keep-alive, connection-close, pipelining): under HTTP/1.1 more
	// requests follow on the same connection: do this again, unless the request
	// is of HTTP/1.0 or has the header "Connection: close". What you have read
	// beyond one request is the beginning of the next.
	//
	// TODO 11 (content-length, two-lengths, body-of-a-get, drained-body): a
	// request with Content-Length has a body of so many bytes, which is not the
	// next request, whatever it looks like. Read it, and answer 400 to a length
	// that is not all digits, fits in no int64, or is there twice.
	text, err := readHead(conn)
	if err != nil {
		return
	}
	r, err := parse(text)
	if err != nil {
		respond(conn, err.Error(), err.Error()+"\n", true)
		return
	}
	dispatch(conn, r)
}

// readHead returns a request up to and with its empty line.
func readHead(conn net.Conn) (string, error) {
	buffer := make([]byte, 16<<10)
	n, err := conn.Read(buffer)
	// TODO 6 (split-request, bytewise, waits-for-the-blank-line, bare-lf,
	// cut-request, blank-lines-first): one read is not one request. Read until the
	// empty line is there; a line ends in "\n", with or without "\r" before it. If
	// the connection ends earlier, that is an error. Skip empty lines before the
	// first.
	return string(buffer[:n]), err
}

// parse takes a request apart. The text of its error is the status to answer
// with, such as "400 Bad Request".
func parse(text string) (request, error) {
	r := request{method: "GET", target: "/", version: "HTTP/1.0"}
	// TODO 3 (target, long-target): the first line has three words: method,
	// target and version.
	//
	// TODO 5 (headers, many-headers): the other lines, up to the empty one, are
	// headers: a name, a colon, blanks, a value, blanks.
	//
	// TODO 7 (bad-request-line, http-version, control-bytes-in-target,
	// method-characters, asterisk-target): refuse a first line that is not just
	// so: return errors.New("400 Bad Request"). HTTP/2.0 and above is "505 HTTP
	// Version Not Supported".
	//
	// TODO 8 (space-before-colon, header-name, header-colon, folded-header,
	// control-bytes-in-header, host): refuse headers that others could read in
	// another way.
	return r, nil
}

// dispatch has the request answered by the function for its method.
func dispatch(conn net.Conn, r request) {
	// TODO 4 (method, unknown-method, lowercase-method, head): GET, HEAD and POST
	// are answered with 200; HEAD without the body, though with its length. Any
	// other method is answered with "501 Not Implemented".
	respond(conn, "200 OK", show(r), true)
}

// show is the page that tells what was parsed.
func show(r request) string {
	var page strings.Builder
	fmt.Fprintf(&page, "method   %s\ntarget   %s\nversion  %s\n", r.method, r.target, r.version)
	for _, h := range r.headers {
		fmt.Fprintf(&page, "%s: %s\n", h.name, h.value)
	}
	return page.String()
}

// respond sends an answer, such as "200 OK", with or without its body.
func respond(conn net.Conn, status, body string, withBody bool) {
	var answer strings.Builder
	// TODO 1 (answer, status-line, line-ends): an answer begins with the line
	// *protocol, a space, status. An empty line ends its head. Each line ends in
	// "\r\n".
	//
	// TODO 2 (date-and-server, length): headers stand between these two lines:
	// Date (time.Now().UTC().Format(http.TimeFormat) is how it looks), Server (any
	// name), Content-Length (of body, in bytes), Content-Type: text/plain.
	if withBody {
		answer.WriteString(body)
	}
	io.WriteString(conn, answer.String())
}
