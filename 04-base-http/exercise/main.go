// Command exercise is an HTTP server to be finished, from bytes on a
// connection: an answer, the request line, dispatch by method, headers,
// strictness, many clients, keep-alive, bodies. The TODOs are in the order of
// the harness's checks: fill in the next one, run the checks, and read what they
// say. A check that no TODO names has a hint of its own.
package main

import (
	"bufio"
	"cmp"
	"errors"
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

// A request is what a client has asked for.
type request struct {
	method, target, version string
	headers                 []header
}

type header struct{ name, value string }

// A refusal is the status that a request is answered with instead of being
// served, such as "400 Bad Request".
type refusal string

func (r refusal) Error() string { return string(r) }

const badRequest = refusal("400 Bad Request")

// respond sends an answer, such as "200 OK", with or without its body. After the
// last one the connection is closed.
func respond(conn net.Conn, status, body string, withBody, last bool) {
	var answer strings.Builder
	// TODO 1 (answer, status-line, line-ends): an answer begins with the line
	// *protocol, a space, status. An empty line ends its head. Each line ends in
	// "\r\n".
	//
	// TODO 2 (date-and-server, one-answer, length): headers stand between these two
	// lines: Date (time.Now().UTC().Format(http.TimeFormat) is how it looks),
	// Server (any name), Content-Length (of body, in bytes), Content-Type:
	// text/plain, and Connection: close in the last answer.
	if withBody {
		answer.WriteString(body)
	}
	io.WriteString(conn, answer.String())
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

// parseRequestLine takes the first line of a request apart.
func parseRequestLine(line string) (request, error) {
	r := request{method: "GET", target: "/", version: "HTTP/1.0"}
	// TODO 3 (target, long-target, utf8-target): the line has three words: method,
	// target and version, with one space between. They are bytes: keep them.
	return r, checkRequestLine(&r)
}

// dispatch has the request answered by the function for its method.
func dispatch(conn net.Conn, r request, last bool) {
	// TODO 4 (method, unknown-method, lowercase-method, head): GET, HEAD and POST
	// are answered with 200; HEAD without the body, though with its length. Any
	// other method is answered with "501 Not Implemented".
	respond(conn, "200 OK", show(r), true, last)
}

// parseHeaders takes the lines between the first and the empty one apart.
func parseHeaders(lines []string) ([]header, error) {
	var headers []header
	// TODO 5 (headers, many-headers): each is a name, a colon, blanks, a value,
	// blanks.
	return headers, checkHeaders(headers)
}

// readHead returns the lines of a request up to its empty one, without their
// ends.
func readHead(in *bufio.Reader) ([]string, error) {
	buffer := make([]byte, 16<<10)
	n, err := in.Read(buffer)
	if err != nil {
		return nil, err
	}
	// TODO 6 (split-request, bytewise, waits-for-the-blank-line, bare-lf,
	// half-close, cut-request, blank-lines-first): one read is not one request.
	// Read lines until one is empty: in.ReadSlice('\n') returns what it has when
	// the line is longer than its buffer. A line ends in "\n", with or without one
	// "\r" before it. If the connection ends earlier, that is an error. Skip empty
	// lines before the first.
	return strings.Split(strings.TrimRight(string(buffer[:n]), "\r\n"), "\r\n"), nil
}

// checkRequestLine refuses what is not just so.
func checkRequestLine(r *request) error {
	// TODO 7 (bad-request-line, http-version, other-protocols,
	// control-bytes-in-target, method-characters, absolute-target, asterisk-target,
	// head-refused): return badRequest for a line that has not three words, a
	// method that is no token, a version that is not HTTP/, a digit, a dot, a
	// digit, a target with a byte below 0x21. HTTP/2.0 and above is "505 HTTP
	// Version Not Supported". A target begins with "/", or with http:// and a host,
	// which you take off.
	//
	// TODO 8 (endless-request-line, too-many-headers): back in readHead: a line of
	// more than 65,536 bytes is "414 URI Too Long" if it is the first, and "431
	// Request Header Fields Too Large" if it is another, as are more than 100
	// lines, or 256 KiB. Count while you read.
	return nil
}

// checkHeaders refuses headers that others could read in another way.
func checkHeaders(headers []header) error {
	// TODO 9 (any-byte-in-a-value, space-before-colon, header-name, header-colon,
	// folded-header, control-bytes-in-header, host, host-name): return badRequest
	// for a line without a colon, for a name that is no token, for a value with a
	// byte below 0x20 that is no tab; and for a request of HTTP/1.1 that has not
	// one Host, which is a name, or an address in brackets, and perhaps a port. A
	// line that begins with a blank has no name that is a token.
	return nil
}

func serveForever(address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	fmt.Printf("Serving HTTP on %s ...\n", listener.Addr())
	go endOnCtrlC()
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		// TODO 10 (silent-client, many-clients, rude-clients): a client that says
		// nothing keeps all the others waiting here. Handle each in a goroutine.
		handle(conn)
	}
}

// closeAfterAnswer closes the connection so that the last answer arrives.
func closeAfterAnswer(conn net.Conn) {
	// TODO 11 (answer-arrives): a close with input unread makes the kernel send a
	// reset, which destroys the answer on its way. Say first that you have
	// finished: conn.(*net.TCPConn).CloseWrite. Then read away what still comes,
	// for a second and 1 MiB at most.
	conn.Close()
}

// endOnCtrlC ends the server as its user has asked.
func endOnCtrlC() {
	// TODO 12 (ctrl-c): wait for the signal (signal.Notify, os.Interrupt), and end
	// with status 0.
}

// handle answers one client.
func handle(conn net.Conn) {
	defer closeAfterAnswer(conn)
	in := bufio.NewReader(conn)
	// TODO 13 (keep-alive, connection-close, pipelining, head-and-next): under
	// HTTP/1.1 more requests follow on the same connection: do this again, unless
	// the request is of HTTP/1.0 or has the header "Connection: close". What is in
	// the reader beyond one request is the beginning of the next.
	r, err := readRequest(conn, in)
	var status refusal
	if errors.As(err, &status) {
		respond(conn, err.Error(), err.Error()+"\n", r.method != "HEAD", true)
		return
	}
	if err != nil {
		return
	}
	dispatch(conn, r, true)
}

// readRequest returns the next request, whose body has been read.
func readRequest(conn net.Conn, in *bufio.Reader) (request, error) {
	lines, err := readHead(in)
	if err != nil {
		return request{}, err
	}
	r, err := parseRequestLine(lines[0])
	if err != nil {
		return r, err
	}
	if r.headers, err = parseHeaders(lines[1:]); err != nil {
		return r, err
	}
	// TODO 14 (expect-100, expect-something-else): a client of HTTP/1.1 that sends
	// "Expect: 100-continue" waits, before its body, for the line "HTTP/1.1 100
	// Continue" and an empty one. Any other expectation is "417 Expectation
	// Failed".
	//
	// TODO 15 (content-length, two-lengths, length-and-coding, transfer-encoding,
	// chunked-in-1.0, body-of-a-get, drained-body, body-in-pieces, underscore,
	// huge-length, nonsense-behind-a-request): a request with Content-Length has a
	// body of so many bytes, which is not the next request, whatever it looks like.
	// Read it away; refuse a length that is not all digits, fits in no int64, or is
	// there twice, and any Transfer-Encoding but one "chunked" in HTTP/1.1 without
	// a length. Look at this before the method, and answer "413 Content Too Large"
	// to more than you want to read. A method that is answered with 501 need not
	// have its body read: its answer is the last.
	return r, skipChunks(in)
}

// skipChunks reads a body in chunks, and the trailers behind it.
func skipChunks(in *bufio.Reader) error {
	// TODO 16 (chunked, trailers, chunk-size, chunk-line, chunk-end,
	// chunk-extension, chunk-overhead): where the Transfer-Encoding is chunked: a
	// line with a size in hexadecimal digits, perhaps ";" and words that nobody
	// needs, so many bytes, "\r\n"; behind a size of 0, lines up to an empty one.
	// Each line ends in "\r\n", and is short, and so are all of them beside the
	// body. Anything else is badRequest.
	return nil
}
