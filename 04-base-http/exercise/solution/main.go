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
	"regexp"
	"slices"
	"strconv"
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

// parseRequestLine takes the first line of a request apart.
func parseRequestLine(line string) (request, error) {
	words := strings.Split(line, " ")
	if len(words) != 3 {
		return request{}, badRequest
	}
	r := request{method: words[0], target: words[1], version: words[2]} // 3
	return r, checkRequestLine(&r)
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

// parseHeaders takes the lines between the first and the empty one apart.
func parseHeaders(lines []string) ([]header, error) {
	var headers []header
	for _, line := range lines {
		name, value, found := strings.Cut(line, ":") // 5
		if !found {
			return nil, badRequest
		}
		headers = append(headers, header{name, strings.Trim(value, " \t")})
	}
	return headers, checkHeaders(headers)
}

// readHead returns the lines of a request up to its empty one, without their
// ends.
func readHead(in *bufio.Reader) ([]string, error) {
	var lines []string
	for blank, size := 0, 0; ; { // 6
		line, err := readLine(in)
		if err == errTooLong && len(lines) == 0 {
			return nil, refusal("414 URI Too Long") // 8
		}
		if err == errTooLong {
			return nil, refusal("431 Request Header Fields Too Large")
		}
		if err != nil {
			return nil, err // the client has gone before the empty line
		}
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		switch {
		case line != "":
			lines = append(lines, line)
		case len(lines) > 0:
			return lines, nil
		default:
			blank++
		}
		size += len(line)
		if len(lines) > 101 || size > 256<<10 {
			return nil, refusal("431 Request Header Fields Too Large")
		}
		if blank > 8 {
			return nil, badRequest
		}
	}
}

var errTooLong = errors.New("the line is too long")

// readLine returns a line with its end, or errTooLong above 65,536 bytes.
func readLine(in *bufio.Reader) (string, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > 65536:
			return "", errTooLong // 8
		case err != bufio.ErrBufferFull:
			return string(line), err
		}
	}
}

var (
	token   = regexp.MustCompile("^[0-9A-Za-z!#$%&'*+.^_`|~-]+$")
	version = regexp.MustCompile(`^HTTP/[0-9]\.[0-9]$`)
	host    = regexp.MustCompile(`^(([0-9A-Za-z._~!$&'()*+;=-]|%[0-9A-Fa-f]{2})*|\[[0-9A-Fa-f:.]+\])(:[0-9]*)?$`)
	control = regexp.MustCompile("[\x00-\x08\x0a-\x1f\x7f]")
	noURL   = regexp.MustCompile("[\x00-\x20\x7f]")
)

// checkRequestLine refuses what is not just so.
func checkRequestLine(r *request) error {
	if !token.MatchString(r.method) || !version.MatchString(r.version) || noURL.MatchString(r.target) { // 7
		return badRequest
	}
	if r.version[5] > '1' {
		return refusal("505 HTTP Version Not Supported")
	}
	if scheme := "http://"; len(r.target) > len(scheme) && strings.EqualFold(r.target[:len(scheme)], scheme) {
		_, path, _ := strings.Cut(r.target[len(scheme):], "/")
		r.target = "/" + path
	}
	if r.target == "" || r.target[0] != '/' {
		return badRequest
	}
	return nil
}

// checkHeaders refuses headers that others could read in another way.
func checkHeaders(headers []header) error {
	for _, h := range headers { // 9
		if !token.MatchString(h.name) || control.MatchString(h.value) {
			return badRequest
		}
	}
	return nil
}

// checkHost wants one Host in a request of HTTP/1.1.
func checkHost(r request) error {
	hosts := r.get("Host") // 9
	if r.version >= "HTTP/1.1" && (len(hosts) != 1 || !host.MatchString(hosts[0])) {
		return badRequest
	}
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
		if errors.Is(err, net.ErrClosed) {
			return err
		}
		if err == nil {
			go handle(conn) // 10
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
	return *protocol < "HTTP/1.1" || r.version < "HTTP/1.1" ||
		slices.ContainsFunc(r.get("Connection"), func(value string) bool { return strings.EqualFold(value, "close") })
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

// expectation answers a client that wants to hear, before it sends the body,
// that it may.
func expectation(conn net.Conn, r request) error {
	for _, value := range r.get("Expect") { // 14
		if !strings.EqualFold(value, "100-continue") {
			return refusal("417 Expectation Failed")
		}
		if r.version >= "HTTP/1.1" {
			io.WriteString(conn, *protocol+" 100 Continue\r\n\r\n")
		}
	}
	return nil
}

// enough is how many bytes of a body are read.
const enough = 16 << 20

// framing returns how many bytes of body follow the head, or that they come in
// chunks.
func framing(r request) (length int64, chunked bool, err error) {
	lengths, codings := r.get("Content-Length"), r.get("Transfer-Encoding") // 15
	switch {
	case len(codings) > 0 && (r.version < "HTTP/1.1" || len(lengths) > 0 || len(codings) > 1 || !isChunked(codings[0])):
		return 0, false, badRequest
	case len(codings) > 0:
		return 0, true, nil
	case len(lengths) == 0:
		return 0, false, nil
	case len(lengths) > 1 || !digits.MatchString(lengths[0]):
		return 0, false, badRequest
	}
	if length, _ = strconv.ParseInt(lengths[0], 10, 64); length > enough {
		return 0, false, refusal("413 Content Too Large")
	}
	return length, false, nil
}

// isChunked does not let EqualFold take the KELVIN SIGN, of three bytes, for a k.
func isChunked(coding string) bool {
	return len(coding) == len("chunked") && strings.EqualFold(coding, "chunked")
}

var (
	digits = regexp.MustCompile(`^[0-9]{1,18}$`)
	// A chunk's line: its size, and an extension that nobody needs.
	chunkLine = regexp.MustCompile("^([0-9A-Fa-f]{1,15})(;[^\x00-\x08\x0a-\x1f\x7f]{0,1000})?\r\n$")
)

// skipChunks reads a body in chunks, and the trailers behind it.
func skipChunks(in *bufio.Reader) error {
	for total, lines := int64(0), 0; ; { // 16
		line, err := readLine(in)
		lines += len(line)
		match := chunkLine.FindStringSubmatch(line)
		if err == errTooLong || err == nil && match == nil {
			return badRequest
		}
		if err != nil {
			return err
		}
		size, _ := strconv.ParseInt(match[1], 16, 64)
		if size == 0 {
			return skipTrailers(in)
		}
		if total += size; total > enough {
			return refusal("413 Content Too Large")
		}
		if int64(lines) > 16<<10+16*total {
			return badRequest // the lines are more work than the body
		}
		if _, err := io.CopyN(io.Discard, in, size); err != nil {
			return err
		}
		var end [2]byte
		if _, err := io.ReadFull(in, end[:]); err != nil {
			return err
		}
		if string(end[:]) != "\r\n" {
			return badRequest
		}
	}
}

func skipTrailers(in *bufio.Reader) error {
	for range 100 {
		line, err := readLine(in)
		if err == errTooLong {
			return badRequest
		}
		if err != nil || line == "\r\n" || line == "\n" {
			return err
		}
	}
	return badRequest
}
