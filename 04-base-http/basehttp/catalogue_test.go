package basehttp_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/04-base-http/socketserver"
)

// patience is far longer than anything takes, and shorter than any of the
// server's own deadlines that a test could mistake for an answer.
const patience = 8 * time.Second

// probe answers GET with the path, and POST with the body it got.
type probe struct{ basehttp.RequestHandler }

func (h *probe) DoGET()  { h.reply(h.Path) }
func (h *probe) DoHEAD() { h.reply(h.Path) }

func (h *probe) DoPOST() {
	if body, err := io.ReadAll(h.Rfile); err == nil {
		h.reply(string(body))
	}
}

func (h *probe) reply(text string) {
	h.SendResponse(200)
	h.SendHeader("Content-Length", fmt.Sprint(len(text)))
	h.EndHeaders()
	io.WriteString(h.Wfile, text)
}

// start serves class on a free port until the test ends. set may change the
// server before it serves.
func start(t testing.TB, class func() basehttp.Handler, set ...func(*basehttp.HTTPServer)) (address string) {
	return startAt(t, "127.0.0.1:0", class, set...)
}

func startAt(t testing.TB, at string, class func() basehttp.Handler, set ...func(*basehttp.HTTPServer)) (address string) {
	server, err := basehttp.NewHTTPServer(at, class)
	require.NoError(t, err)
	server.ProtocolVersion = "HTTP/1.1"
	server.Log = io.Discard
	socketserver.ThreadingMixIn(&server.TCPServer)
	for _, change := range set {
		change(server)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.ServeForever() }()
	t.Cleanup(func() {
		server.ServerClose()
		server.Shutdown()
		require.NoError(t, <-ended)
	})
	return server.ServerAddress().String()
}

func startProbe(t testing.TB, set ...func(*basehttp.HTTPServer)) (address string) {
	return start(t, func() basehttp.Handler { return new(probe) }, set...)
}

// client is a connection that speaks raw bytes.
type client struct {
	t testing.TB
	*net.TCPConn
	in *bufio.Reader
}

func dial(t testing.TB, address string) *client {
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	return &client{t, conn.(*net.TCPConn), bufio.NewReader(conn)}
}

func (c *client) send(request string) {
	_, err := io.WriteString(c, request)
	require.NoError(c.t, err)
}

// response reads one response to command, and its body.
func (c *client) response(command string) (*http.Response, string) {
	response, err := http.ReadResponse(c.in, &http.Request{Method: command})
	require.NoError(c.t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(c.t, err)
	return response, string(body)
}

// requireClosed demands that the server has ended the connection, in order and
// with nothing more to say.
func (c *client) requireClosed() {
	rest, err := io.ReadAll(c.in)
	require.NoError(c.t, err, "the connection should have been closed")
	require.Empty(c.t, string(rest))
}

// A wire is a request as bytes, and what it gets: the statuses, with a c where
// the server then closes the connection. Without it, the connection must
// serve another request.
type wire struct{ name, request, want string }

func (w wire) check(t *testing.T, address string) {
	c := dial(t, address)
	c.send(w.request)
	statuses, closes := strings.CutSuffix(w.want, "c")
	for _, status := range strings.Fields(statuses) {
		response, body := c.response(strings.SplitN(w.request, " ", 2)[0])
		require.Equal(t, status, fmt.Sprint(response.StatusCode), body)
	}
	if closes {
		c.requireClosed()
		return
	}
	c.send("GET /still-there HTTP/1.1\r\nHost: a\r\n\r\n")
	_, body := c.response("GET")
	assert.Equal(t, "/still-there", body)
}

func checkAll(t *testing.T, wires []wire) {
	address := startProbe(t)
	for _, w := range wires {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			w.check(t, address)
		})
	}
}

func TestRequestLine(t *testing.T) {
	long := func(n int) string {
		return "GET /" + strings.Repeat("x", n-len("GET / HTTP/1.1\r\n")) + " HTTP/1.1\r\n"
	}
	checkAll(t, []wire{
		{"a version yet to come has a status line as answer", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", "505c"},
		{"version 0.9 said aloud", "GET / HTTP/0.9\r\n\r\n", "505c"},
		{"a version without minor", "GET / HTTP/1\r\nHost: a\r\n\r\n", "400c"},
		{"a version of three numbers", "GET / HTTP/1.1.1\r\nHost: a\r\n\r\n", "400c"},
		{"a version in small letters", "GET / http/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"a version with a sign", "GET / HTTP/+1.1\r\nHost: a\r\n\r\n", "400c"},
		{"a version with a huge minor", "GET / HTTP/1.909876543210\r\nHost: a\r\n\r\n", "400c"},
		{"HTTP/0.9 is answered at once", "GET /\r\n", "400c"},
		{"HTTP/0.9 with another method", "POST /\r\n", "400c"},
		{"an empty line before the request", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "200"},
		{"a few empty lines, some of them bare", "\n\r\n\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "200"},
		{"nothing but empty lines", strings.Repeat("\r\n", 20), "400c"},
		{"a space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"a space at the end", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", "400c"},
		{"a space at the front", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"tabs for spaces", "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"NUL in the target", "GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"a control character in the target", "GET /\x1b[2J HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"a bare CR in the target", "GET /\rx HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"a method in small letters is another one", "get / HTTP/1.1\r\nHost: a\r\n\r\n", "501"},
		{"a method that is no token", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"no method", " / HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"an absolute target", "GET http://x/f.txt HTTP/1.1\r\nHost: a\r\n\r\n", "200"},
		{"an absolute target with a user", "GET http://u@x/f.txt HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"an absolute target without a host", "GET http:///f.txt HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"an absolute target with a port and no host", "GET http://:80/x HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"an absolute target whose host has a bad escape", "GET http://%zz/x HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"an absolute target with a long s", "GET http\u017f://x/f.txt HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"CONNECT to a port without a host", "CONNECT :443 HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"blanks of Unicode in the target are part of it", "GET /a\u00a0b\u2003c HTTP/1.1\r\nHost: a\r\n\r\n", "200"},
		{"an absolute target of another scheme", "GET ftp://x/f.txt HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"a target that is no path", "GET f.txt HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"an asterisk for GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"an asterisk for OPTIONS", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "204"},
		{"CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", "501"},
		{"CONNECT to a path", "CONNECT /a HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
		{"TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", "501"},
		{"a line of the longest length", long(65536) + "Host: a\r\n\r\n", "200"},
		{"a line that is one byte longer", long(65537) + "Host: a\r\n\r\n", "414c"},
		{"a target of 8,000 bytes", long(8000) + "Host: a\r\n\r\n", "200"},
		{"a method of 100,000 bytes", strings.Repeat("G", 100_000), "414c"},
		{"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505c"},
		{"raw UTF-8 in the target", "GET /中文 HTTP/1.1\r\nHost: a\r\n\r\n", "200"},
	})
}

func TestTargetIsReducedToItsPath(t *testing.T) {
	address := startProbe(t)
	for target, path := range map[string]string{
		"/a%20b?c=d":            "/a%20b?c=d",
		"/中文":                   "/中文",
		"http://x/f.txt":        "/f.txt",
		"HTTPS://x:8000/f?a=/b": "/f?a=/b",
		"http://x":              "/",
		"http://x?q":            "/?q",
		"http://[::1]:80/v6":    "/v6",
		"//evil.example/..":     "/evil.example/..",
		"http://x//evil/":       "/evil/",
	} {
		c := dial(t, address)
		c.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")
		_, body := c.response("GET")
		assert.Equal(t, path, body, target)
	}
}

func TestOptionsForTheServerNamesTheMethods(t *testing.T) {
	c := dial(t, startProbe(t))
	c.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")
	response, _ := c.response("OPTIONS")
	assert.Equal(t, "GET, HEAD, POST, OPTIONS", response.Header.Get("Allow"))
}

func TestOptionsOfAPathAreThoseOfTheHandler(t *testing.T) {
	c := dial(t, startProbe(t))
	c.send("OPTIONS /x HTTP/1.1\r\nHost: a\r\n\r\n")
	response, body := c.response("OPTIONS")
	assert.Equal(t, "204 No Content", response.Status)
	assert.Equal(t, "GET, HEAD, POST, OPTIONS", response.Header.Get("Allow"))
	assert.Empty(t, response.Header.Get("Content-Length"))
	assert.Empty(t, body)
}

func TestUnsupportedMethodIsToldWhatIsSupported(t *testing.T) {
	address := startProbe(t)
	c := dial(t, address)
	c.send("DELETE /x HTTP/1.1\r\nHost: a\r\n\r\n")
	response, _ := c.response("DELETE")
	assert.Equal(t, "501 Unsupported method ('DELETE')", response.Status)
	assert.Equal(t, "GET, HEAD, POST, OPTIONS", response.Header.Get("Allow"))

	// In HTTP/1.0 the answers are Python's.
	for _, command := range []string{"DELETE", "OPTIONS"} {
		answer := exchange(t, startProbe(t, http10), command+" / HTTP/1.0\r\n\r\n")
		assert.True(t, strings.HasPrefix(answer, "HTTP/1.0 501 Unsupported method ('"+command+"')\r\n"), answer)
		assert.NotContains(t, answer, "Allow:")
	}
}

func TestTLSIsClosedAndNamedInTheLog(t *testing.T) {
	for _, hello := range []string{
		"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
		"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03random\r\nbytes\n\nof a client\n",
		"\x16\n",
	} {
		log := new(syncBuffer)
		c := dial(t, startProbe(t, func(s *basehttp.HTTPServer) { s.Log = log }))
		c.send(hello)
		rest, _ := io.ReadAll(c.in)
		assert.Empty(t, rest, "a TLS client cannot read an answer in plain text")
		log.requireLine(t, "looks like TLS")
	}
}

// However a request is cut into segments, and however little of it was read,
// the answer to HEAD is a head.
func TestErrorToHEADHasNoBody(t *testing.T) {
	address := startProbe(t)
	for want, requests := range map[string][]string{
		"505": {"HEAD / HTTP/9.9\r\nHost: a\r\n\r\n"},
		"400": {"HEAD /\r\n", "HEAD /a b HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
			"HEAD f HTTP/1.1\r\n\r\n", "HEAD / HTTP/1\r\n\r\n", "HEAD / HTTP/1.1\r\n\r\n", "HEAD / HTTP/1.1\r\nA B: c\r\n\r\n"},
		"414": {"HEAD /" + strings.Repeat("x", 70_000) + " HTTP/1.1\r\n\r\n", "HEAD /" + strings.Repeat("x", 70_000)},
		"431": {"HEAD / HTTP/1.1\r\nHost: a\r\n" + strings.Repeat("X: y\r\n", 100) + "\r\n",
			"HEAD / HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("y", 70_000) + "\r\n\r\n"},
		"501": {"HEAD / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: rot13\r\n\r\n"},
	} {
		for _, request := range requests {
			for _, first := range []int{len(request), strings.IndexByte(request, '\n') + 1, len("HEAD /"), 3} {
				c := dial(t, address)
				io.WriteString(c, request[:first])
				if first < len(request) {
					waitUntilRead(c)
					io.WriteString(c, request[first:])
				}
				c.CloseWrite()
				answer, err := io.ReadAll(c)
				require.NoError(t, err)
				assert.True(t, strings.HasPrefix(string(answer), "HTTP/1.1 "+want), "%.80q, %d bytes first: %s", request, first, answer)
				assert.True(t, strings.HasSuffix(string(answer), "\r\n\r\n"), "%.80q, %d bytes first: %s", request, first, answer)
			}
		}
	}
}

func TestBareLFCanBeRefused(t *testing.T) {
	address := startProbe(t, func(s *basehttp.HTTPServer) { s.RefuseBareLF = true })
	for _, w := range []wire{
		{"CRLF", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "200"},
		{"LF behind the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", "400c"},
		{"LF behind a header", "GET / HTTP/1.1\r\nHost: a\n\r\n", "400c"},
		{"LF at the end of the head", "GET / HTTP/1.1\r\nHost: a\r\n\n", "400c"},
		{"LF before the request", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400c"},
	} {
		t.Run(w.name, func(t *testing.T) { w.check(t, address) })
	}
}

// What bounds a body bounds the framing around it.
func TestFramingIsBoundedAsTheBodyIs(t *testing.T) {
	address := startProbe(t)
	chunks := func(command, chunk string, n int, trailers string) string {
		return command + " / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" +
			strings.Repeat(chunk, n) + "0\r\n" + trailers + "\r\n"
	}
	extended := "1;" + strings.Repeat("x", 4000) + "\r\ny\r\n"
	for _, w := range []wire{
		{"a body of small chunks", chunks("POST", "1\r\ny\r\n", 10_000, ""), "200"},
		{"a few long extensions", chunks("POST", extended, 4, ""), "200"},
		{"as much framing as one likes", chunks("POST", extended, 10, ""), "400c"},
		{"a body of small chunks that nobody reads", chunks("GET", "1\r\ny\r\n", 10_000, ""), "200"},
		{"more small chunks than anybody reads", chunks("GET", "1\r\ny\r\n", 50_000, ""), "200c"},
		{"trailers that nobody reads", chunks("GET", "1\r\ny\r\n", 40_000, strings.Repeat("X: "+strings.Repeat("y", 60_000)+"\r\n", 3)), "200c"},
	} {
		t.Run(w.name, func(t *testing.T) { w.check(t, address) })
	}
}

func TestHeaders(t *testing.T) {
	with := func(line string) string { return "GET / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n" }
	many := func(n int) string { return "GET / HTTP/1.1\r\nHost: a\r\n" + strings.Repeat("X: y\r\n", n-1) + "\r\n" }
	checkAll(t, []wire{
		{"1.1 without Host", "GET / HTTP/1.1\r\n\r\n", "400c"},
		{"1.0 without Host", "GET / HTTP/1.0\r\n\r\n", "200c"},
		{"an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "200"},
		{"a Host with a port", "GET / HTTP/1.1\r\nHost: a:8000\r\n\r\n", "200"},
		{"a Host that is an IPv6 address", "GET / HTTP/1.1\r\nHost: [::1]:8000\r\n\r\n", "200"},
		{"two Hosts", with("Host: a"), "400c"},
		{"a list of hosts", "GET / HTTP/1.1\r\nHost: a,b\r\n\r\n", "400c"},
		{"a user in the Host", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", "400c"},
		{"a path in the Host", "GET / HTTP/1.1\r\nHost: a/p\r\n\r\n", "400c"},
		{"a zone in the Host", "GET / HTTP/1.1\r\nHost: [::1%/@ \"<x>]\r\n\r\n", "400c"},
		{"a zone in the Host that is a name", "GET / HTTP/1.1\r\nHost: [fe80::1%25lo]\r\n\r\n", "400c"},
		{"a Host with a bad escape", "GET / HTTP/1.1\r\nHost: %zz\r\n\r\n", "400c"},
		{"a Host with half an escape", "GET / HTTP/1.1\r\nHost: a%4\r\n\r\n", "400c"},
		{"a Host with an escape", "GET / HTTP/1.1\r\nHost: a%4eb\r\n\r\n", "200"},
		{"a port without a Host", "GET / HTTP/1.1\r\nHost: :80\r\n\r\n", "400c"},
		{"a port that is no number", "GET / HTTP/1.1\r\nHost: a:http\r\n\r\n", "400c"},
		{"brackets without an address", "GET / HTTP/1.1\r\nHost: [a]\r\n\r\n", "400c"},
		{"a blank before the colon", with("Foo : x"), "400c"},
		{"no name", with(": x"), "400c"},
		{"no colon", with("Foo"), "400c"},
		{"a folded line", with("Foo: x\r\n  y"), "400c"},
		{"a folded line with a colon", with("Foo: x\r\n\ty: z"), "400c"},
		{"a space before the first header", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", "400c"},
		{"a tab before the first header", "GET / HTTP/1.1\r\n\tHost: a\r\n\r\n", "400c"},
		{"a bare CR inside a line", with("Foo: x\ry"), "400c"},
		{"two CR at the end of a line", with("Foo: x\r"), "400c"},
		{"NUL in a value", with("Foo: x\x00y"), "400c"},
		{"a bell in a value", with("Foo: \x07"), "400c"},
		{"DEL in a value", with("Foo: \x7f"), "400c"},
		{"a tab in a value", with("Foo: x\ty"), "200"},
		{"a byte beyond ASCII in a name", with("\xefoo: x"), "400c"},
		{"brackets in a name", with("X[]: x"), "400c"},
		{"a space in a name", with("A B: x"), "400c"},
		{"a byte beyond ASCII in a value", with("Foo: \xff"), "200"},
		{"an empty value", with("Foo:"), "200"},
		{"bare LF ends a line", "GET / HTTP/1.1\nHost: a\n\n", "200"},
		{"100 headers", many(100), "200"},
		{"101 headers", many(101), "431c"},
		{"a line of the longest length", with("Foo: " + strings.Repeat("x", 65536-len("Foo: \r\n"))), "200"},
		{"a line that is one byte longer", with("Foo: " + strings.Repeat("x", 65537-len("Foo: \r\n"))), "431c"},
		{"an endless line", "GET / HTTP/1.1\r\nFoo: " + strings.Repeat("x", 70_000), "431c"},
		{"a block over 256 KiB", with(strings.Repeat("Foo: "+strings.Repeat("x", 60_000)+"\r\n", 5) + "X: y"), "431c"},
		{"an underscore makes another name", with("Content_Length: 5"), "200"},
	})
}

func TestLimitsTellWhatIsTooLarge(t *testing.T) {
	address := startProbe(t)
	for request, reason := range map[string]string{
		"GET / HTTP/1.1\r\n" + strings.Repeat("X: y\r\n", 101):            "431 Too many headers",
		"GET / HTTP/1.1\r\nX: " + strings.Repeat("y", 65536) + "\r\n":     "431 Line too long",
		"GET /" + strings.Repeat("y", 65536) + " HTTP/1.1\r\nHost: a\r\n": "414 Request-URI Too Long",
	} {
		c := dial(t, address)
		c.send(request)
		response, _ := c.response("GET")
		assert.Equal(t, reason, response.Status)
	}
}

func TestFraming(t *testing.T) {
	get := func(headers, body string) string {
		return "GET / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body
	}
	unknown := func(headers string) string { return "DANCE / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" }
	chunked := func(body string) string { return get("Transfer-Encoding: chunked\r\n", body) }
	post := func(body string) string { return "POST" + strings.TrimPrefix(chunked(body), "GET") }
	const second = "GET /second HTTP/1.1\r\nHost: a\r\n\r\n"
	wires := []wire{
		{"a body that is itself a request", get(fmt.Sprintf("Content-Length: %d\r\n", len(second)), second), "200"},
		{"two lengths", get("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), "400c"},
		{"one length, twice", get("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), "400c"},
		{"a length and a coding", get("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400c"},
		{"a coding and a length", get("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), "400c"},
		{"a coding in 1.0", "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400c"},
		{"two codings", get("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400c"},
		{"chunks", chunked("5\r\nhello\r\nA\r\n0123456789\r\n0\r\n\r\n"), "200"},
		{"chunks in capitals", get("Transfer-Encoding: CHUNKED\r\n", "5\r\nhello\r\n0\r\n\r\n"), "200"},
		{"a chunk extension", chunked("5;a=b\r\nhello\r\n0;c\r\n\r\n"), "200"},
		{"trailers that would matter in a header", chunked("0\r\nContent-Length: 50\r\nHost: b\r\n\r\n"), "200"},
		{"a trailer that is no header line", chunked("0\r\nfoo\r\n\r\n"), "400c"},
		{"a chunk longer than its size", chunked("5\r\nhello!\r\n0\r\n\r\n"), "400c"},
		{"a chunk followed by LF", chunked("5\r\nhello\n0\r\n\r\n"), "400c"},
		{"a size ended by LF", chunked("5\nhello\r\n0\r\n\r\n"), "400c"},
		{"a size ended by CR and another byte", chunked("5\rXhello\r\n0\r\n\r\n"), "400c"},
		{"64 KiB of chunk extension", post("5;" + strings.Repeat("x", 65536) + "\r\nhello\r\n0\r\n\r\n"), "400c"},
		{"64 KiB of chunk extension that nobody reads", chunked("5;" + strings.Repeat("x", 65536) + "\r\nhello\r\n0\r\n\r\n"), "200c"},
		{"NUL in a chunk extension", chunked("5;\x00\r\nhello\r\n0\r\n\r\n"), "400c"},
		{"a POST to a method that is not there, then another request",
			"DANCE / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" + second, "501 200"},
		{"a body too large to be drained", unknown("Content-Length: 300000\r\n") + strings.Repeat("x", 300_000), "501c"},
		{"a body that never comes", get("Content-Length: 1000000000000\r\n", ""), "200c"},
		{"a request, then garbage", "GET / HTTP/1.1\r\nHost: a\r\n\r\n!!!\r\n\r\n", "200 400c"},
		{"two bodies that nobody reads", get("Content-Length: 3\r\n", "abc") + get("Content-Length: 3\r\n", "abc"), "200 200"},
	}
	for _, length := range []string{"+5", "-1", "5,6", "5, 5", "5 5", "0x5", "1_0", "5Z", "", "\v5", "10000000000000000000"} {
		wires = append(wires,
			wire{"the length " + length, get("Content-Length: "+length+"\r\n", "hello"), "400c"},
			wire{"before a 501, the length " + length, unknown("Content-Length: " + length + "\r\n"), "400c"})
	}
	for _, coding := range []string{"xchunked", ",chunked", "chunked, identity", "chunked, chunked", "gzip, chunked", "identity", "", "chun\u212aed"} {
		wires = append(wires, wire{"the coding " + coding, get("Transfer-Encoding: "+coding+"\r\n", "0\r\n\r\n"), "501c"})
	}
	for _, coding := range []string{"gzip", "chunked, gzip", "chunked,\tX-GZIP", "deflate", "gzip, compress"} {
		wires = append(wires, wire{"the last coding of " + coding, get("Transfer-Encoding: "+coding+"\r\n", "0\r\n\r\n"), "400c"})
	}
	wires = append(wires, wire{"the coding \\v", get("Transfer-Encoding: \vchunked\r\n", "0\r\n\r\n"), "400c"})
	for _, size := range []string{"0x1", "-1", "+1", "1_0", " 1", "1 ", "", "00000000000000001", "8000000000000000", "g"} {
		wires = append(wires,
			wire{"the chunk size " + size, post(size + "\r\nx\r\n0\r\n\r\n"), "400c"},
			wire{"in a body that nobody reads, the chunk size " + size, chunked(size + "\r\nx\r\n0\r\n\r\n"), "400c"})
	}
	checkAll(t, wires)
}
