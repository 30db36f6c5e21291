// Command solution is the exercise's HTTP server, finished.
package main

import (
	"bufio"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"
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
	fmt.Fprintln(os.Stderr, serveForever(net.JoinHostPort(*bind, port)))
	os.Exit(1)
}

// A request is what a client has asked for.
type request struct {
	method, target, version string
	headers                 []header
}

type header struct{ name, value string }

// get returns the values of the headers called name, in any case.
func (r request) get(name string) []string {
	var values []string
	for _, h := range r.headers {
		if strings.EqualFold(h.name, name) {
			values = append(values, h.value)
		}
	}
	return values
}

// A refusal is the status that a request is answered with instead of being
// served, such as "400 Bad Request".
type refusal string

func (r refusal) Error() string { return string(r) }

const badRequest = refusal("400 Bad Request")

// respond sends an answer, such as "200 OK", with or without its body. After the
// last one the connection is closed.
func respond(conn net.Conn, status, body string, withBody, last bool) {
	var answer strings.Builder
	fmt.Fprintf(&answer, "%s %s\r\n", *protocol, status) // 1
	fmt.Fprintf(&answer, "Date: %s\r\n", time.Now().UTC().Format(http.TimeFormat))
	fmt.Fprintf(&answer, "Server: solution\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n", len(body)) // 2
	if last {
		answer.WriteString("Connection: close\r\n")
	}
	answer.WriteString("\r\n")
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

// dispatch has the request answered by the function for its method.
func dispatch(conn net.Conn, r request, last bool) {
	switch r.method { // 4
	case "GET", "POST":
		respond(conn, "200 OK", show(r), true, last)
	case "HEAD":
		respond(conn, "200 OK", show(r), false, last)
	}
}

// hasHandler reports whether dispatch knows the method.
func hasHandler(method string) bool { return slices.Contains([]string{"GET", "HEAD", "POST"}, method) }

// serveForever serves clients until it cannot, and says why.
func serveForever(address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	fmt.Printf("Serving HTTP on %s ...\n", listener.Addr())
	go endOnCtrlC()
	for {
		conn, err := listener.Accept()
		switch {
		case err == nil:
			go handle(conn) // 10
		case errors.Is(err, net.ErrClosed):
			return err
		default: // out of descriptors: who waits is accepted when one is free
			time.Sleep(10 * time.Millisecond)
		}
	}
}

// closeAfterAnswer closes the connection so that the last answer arrives.
func closeAfterAnswer(conn net.Conn) {
	// 11: a close with input unread makes the kernel send a reset, which destroys
	// the answer on its way.
	conn.(*net.TCPConn).CloseWrite()
	conn.SetReadDeadline(time.Now().Add(time.Second))
	io.CopyN(io.Discard, conn, 1<<20)
	conn.Close()
}

// endOnCtrlC ends the server as its user has asked.
func endOnCtrlC() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt) // 12
	<-signals
	os.Exit(0)
}

// handle answers one client.
func handle(conn net.Conn) {
	defer closeAfterAnswer(conn)
	in := bufio.NewReader(conn)
	for { // 13
		r, err := readRequest(conn, in)
		var status refusal
		if errors.As(err, &status) {
			respond(conn, err.Error(), err.Error()+"\n", r.method != "HEAD", true)
			return
		}
		if err != nil {
			return
		}
		last := isLast(r)
		dispatch(conn, r, last)
		if last {
			return
		}
	}
}

// isLast reports whether the connection ends after the answer.
func isLast(r request) bool {
	options := strings.Split(strings.Join(r.get("Connection"), ","), ",") // "TE, close"
	return *protocol < "HTTP/1.1" || r.version < "HTTP/1.1" ||
		slices.ContainsFunc(options, func(option string) bool { return strings.EqualFold(strings.Trim(option, " \t"), "close") })
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
	if err := checkHost(r); err != nil {
		return r, err
	}
	length, chunked, err := framing(r)
	if err != nil {
		return r, err
	}
	if !hasHandler(r.method) {
		return r, refusal("501 Not Implemented") // 4
	}
	if err := expectation(conn, r); err != nil {
		return r, err
	}
	if chunked {
		return r, skipChunks(in)
	}
	_, err = io.CopyN(io.Discard, in, length) // 15
	return r, err
}
