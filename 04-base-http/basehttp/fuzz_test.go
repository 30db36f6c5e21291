package basehttp

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// received is a connection on which these bytes have arrived and then the end.
// What is written to it is dropped.
type received struct {
	net.Conn
	io.Reader
}

func (c *received) Read(p []byte) (int, error)         { return c.Reader.Read(p) }
func (c *received) Write(p []byte) (int, error)        { return len(p), nil }
func (c *received) SetReadDeadline(t time.Time) error  { return nil }
func (c *received) SetWriteDeadline(t time.Time) error { return nil }
func (c *received) Close() error                       { return nil }
func (c *received) RemoteAddr() net.Addr               { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// parsed is what one side made of a request: whether it takes it, and as what.
type parsed struct {
	ok     bool
	method string
	path   string
	length int64 // of the body; -1 is chunked
	body   string
	broken bool // the body is
	closes bool
	fault  string // why not
}

// parseOurs has a handler read one request from these bytes.
func parseOurs(wire []byte) parsed { return parse(bytes.NewReader(wire)) }

func parse(wire io.Reader) (p parsed) {
	server := &HTTPServer{ProtocolVersion: "HTTP/1.1"}
	server.Log = io.Discard
	h := &RequestHandler{server: server}
	h.self = h
	h.Setup(&received{Reader: wire}, &server.TCPServer)
	h.beginRequest()
	head, err := h.readHead()
	if err == nil {
		line, block := cutLine(head)
		if err = h.parseRequestLine(line); err == nil {
			if h.Headers, err = parseHeaders(nil, block); err == nil {
				err = h.frame()
			}
		}
	}
	if err != nil {
		p.fault = err.Error()
		return p
	}
	p = parsed{ok: true, method: h.Command, path: h.Path, length: h.body.remaining, closes: h.CloseConnection}
	if h.body.chunked {
		p.length = -1
	}
	body, err := io.ReadAll(io.LimitReader(h.Rfile, 1<<20))
	if err != nil {
		p.broken, p.fault = true, err.Error()
		return p
	}
	p.body = string(body)
	return p
}

// parseGos has net/http read one request from the same bytes.
func parseGos(wire []byte) (p parsed) {
	request, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(wire)))
	if err != nil {
		p.fault = err.Error()
		return p
	}
	p = parsed{ok: true, method: request.Method, path: oneSlash(request.RequestURI), length: request.ContentLength, closes: request.Close}
	if request.URL.IsAbs() {
		p.path, _ = absolutePath(request.RequestURI[strings.Index(request.RequestURI, "//")+2:])
	}
	body, err := io.ReadAll(io.LimitReader(request.Body, 1<<20))
	if err != nil {
		p.broken, p.fault = true, err.Error()
		return p
	}
	p.body = string(body)
	return p
}

// A disagreement is a kind of request of which this package and net/http make
// different things on purpose. There is no other.
type disagreement struct {
	reason  string
	example string
	applies func(wire string, ours, gos parsed) bool
}

// refusedWith applies to requests that are refused here, and only here, with
// this answer.
func refusedWith(answer string) func(string, parsed, parsed) bool {
	return func(_ string, ours, gos parsed) bool { return gos.ok && strings.HasPrefix(ours.fault, answer) }
}

// brokenFor applies to bodies that are broken here, and only here, for this
// fault and what the pattern shows.
func brokenFor(fault, pattern string) func(string, parsed, parsed) bool {
	expression := regexp.MustCompile(pattern)
	return func(wire string, ours, gos parsed) bool {
		return gos.ok && !gos.broken && ours.broken && strings.HasPrefix(ours.fault, fault) && expression.MatchString(wire)
	}
}

// refusedFor applies to requests that are refused here, and only here, with
// this answer, and for what the pattern shows.
func refusedFor(answer, pattern string) func(string, parsed, parsed) bool {
	expression := regexp.MustCompile(pattern)
	return func(wire string, ours, gos parsed) bool {
		return gos.ok && strings.HasPrefix(ours.fault, answer) && expression.MatchString(wire)
	}
}

// chunks begins a request whose body follows.
const chunks = "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

var disagreements = []disagreement{
	{"net/http leaves it to its server to refuse versions other than 1.x",
		"GET / HTTP/2.0\r\n\r\n", refusedWith("505")},
	{"net/http leaves it to its server to ask for a Host",
		"GET / HTTP/1.1\r\n\r\n", refusedWith("400 Missing Host")},
	{"net/http leaves it to its server to look at the Host, and allows more in it",
		"GET / HTTP/1.1\r\nHost: a,b\r\n\r\n", refusedWith("400 Bad Host")},
	{"net/http leaves it to its server to answer an expectation",
		"GET / HTTP/1.1\r\nHost: a\r\nExpect: rain\r\n\r\n", refusedWith("417")},
	{"net/http takes any URI for any method: other schemes, user names, *",
		"GET * HTTP/1.1\r\nHost: a\r\n\r\n", refusedWith("400 Bad request target")},
	{"net/http joins folded lines; RFC 9112, 5.2 has a server refuse them",
		"GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n", refusedFor("400 Bad header", `\n[ \t]`)},
	{"net/http takes blanks within a header's name",
		"GET / HTTP/1.1\r\nHost: a\r\nA B: x\r\n\r\n", refusedFor("400 Bad header", `\n[^:\n]* [^:\n]*:`)},
	{"net/http takes the same length twice, and a coding before a length; here whatever can be read in two ways is refused",
		"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n", refusedWith("400 More than one header that tells")},
	{"net/http ignores a coding in HTTP/1.0; RFC 9112, 6.1 calls its framing faulty",
		"GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", refusedWith("400 Transfer-Encoding in HTTP/1.0")},
	{"net/http limits a request's head by its size alone, and elsewhere",
		"GET / HTTP/1.1\r\nHost: a\r\n" + strings.Repeat("X: y\r\n", 100) + "\r\n", refusedWith("431")},
	{"net/http has no limit for a request line",
		"GET /" + strings.Repeat("x", MaxRequestLine) + " HTTP/1.0\r\n\r\n", refusedWith("414")},
	{"net/http takes blanks behind a chunk's size",
		chunks + "1 \r\nx\r\n0\r\n\r\n", brokenFor("400 Bad chunk size", `\n[0-9A-Fa-f]+[ \t]+[;\r]`)},
	{"net/http takes anything for a chunk extension",
		chunks + "1;\x00\r\nx\r\n0\r\n\r\n", brokenFor("400 Bad chunk size", `\n[0-9A-Fa-f]+[ \t]*;[^\r\n]*[\x00-\x08\x0b-\x1f\x7f]`)},
	{"net/http reads trailers as it reads a header, where LF may end a line",
		chunks + "0\r\nA: b\nC: d\r\n\r\n", brokenFor("400 Chunk line does not end in CRLF", `(?s)\n0+[;\r].*[^\r]\n`)},
	{"RFC 9112, 2.2 asks to skip an empty line before a request; net/http does not",
		"\r\nGET / HTTP/1.0\r\n\r\n", func(wire string, ours, gos parsed) bool {
			return ours.ok && !gos.ok && strings.HasPrefix(strings.TrimPrefix(wire, "\r"), "\n")
		}},
	{"net/http parses the target as a URL; here that is left to who looks the path up",
		"GET /%zz HTTP/1.0\r\n\r\n", func(_ string, ours, gos parsed) bool {
			return ours.ok && strings.HasPrefix(gos.fault, "parse ")
		}},
}

// TestDisagreements proves that each row of the table is still true.
func TestDisagreements(t *testing.T) {
	for _, d := range disagreements {
		ours, gos := parseOurs([]byte(d.example)), parseGos([]byte(d.example))
		assert.True(t, d.applies(d.example, ours, gos), "%s\nnet/http: %+v\nhere: %+v", d.reason, gos, ours)
	}
}

func FuzzRequest(f *testing.F) {
	for _, seed := range []string{
		"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
		"POST /x?y=z HTTP/1.1\r\nHost: a:80\r\nContent-Length: 5\r\n\r\nhello",
		"POST / HTTP/1.1\nHost: [::1]\nTransfer-Encoding: chunked\n\n5;x=y\r\nhello\r\n0\r\nT: 1\r\n\r\n",
		"OPTIONS * HTTP/1.0\r\nConnection: keep-alive, Close\r\n\r\n",
		"GET http://u@x:y/p#f HTTP/1.1\r\nHost:\r\nExpect: 100-continue\r\n\r\n",
		"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
		"\r\n\nGET //x HTTP/2.0\r\nA: \tb \r\n c\r\n\r\n",
		chunks + "5\r\nhello!\r\n0\r\n\r\n",
		chunks + "00A;\x00\r\n0123456789\r\n0\r\nfoo\r\n\r\n",
		chunks + "1 \nx\n-0\n\n",
		"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:  xchunked, identity\r\n\r\n0\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\nContent-Length: 5, 5\r\n\r\nhello",
		"GET / HTTP/1.1\r\nHost: a\r\nFoo : x\r\n: y\r\nX[]: z\xff\x7f\rb\r\r\n\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, wire []byte) {
		compare(t, wire)
	})
}

// FuzzChunks does the same for what follows a head that announces chunks, and
// holds what arrives a byte at a time against what arrives at once.
func FuzzChunks(f *testing.F) {
	for _, seed := range []string{
		"0\r\n\r\n",
		"5\r\nhello\r\n00a;x=y\r\n0123456789\r\n0\r\nA: b\r\n\r\nGET / HTTP/1.1\r\n",
		"5\nhello\n0\n\n",
		"5 \r\nhello!\r\n-0\r\n\r\n",
		"8000000000000000\r\nx",
		"1;" + strings.Repeat("x", maxChunkLine) + "\r\nx\r\n0\r\n\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		wire := append([]byte(chunks), body...)
		compare(t, wire)
		require.Equal(t, parse(bytes.NewReader(wire)), parse(iotest.OneByteReader(bytes.NewReader(wire))))
	})
}

// compare demands that net/http and this package make the same of wire, or
// disagree as the table says.
func compare(t *testing.T, wire []byte) {
	ours, gos := parseOurs(wire), parseGos(wire)
	for _, d := range disagreements {
		if d.applies(string(wire), ours, gos) {
			return
		}
	}
	faults := fmt.Sprintf("net/http: %s; here: %s", cmp.Or(gos.fault, "no fault"), cmp.Or(ours.fault, "no fault"))
	ours.fault, gos.fault = "", ""
	require.Equal(t, gos, ours, faults)
}
