package basehttp

import (
	"fmt"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// keepAliveChecks are about several requests on one connection, which is what
// HTTP/1.1 adds.
var keepAliveChecks = []check.Check{
	{
		Name:     "keep-alive",
		Title:    "under HTTP/1.1 the connection stays open for the next request",
		Level:    check.Beyond,
		Needs:    []string{"target", "length"},
		Protocol: "HTTP/1.1",
		Why:      "a handshake for each picture of a page is slow; protocol_version = \"HTTP/1.1\" sets close_connection to false",
		Hint:     "start over with the next request line; it needs an answer whose end the client can see, so send Content-Length, and HTTP/1.1 in its status line",
		Try:      "curl -v http://127.0.0.1:8000/first http://127.0.0.1:8000/second",
		Remark:   "look for Re-using",
		Run: func(t *check.T) {
			c := t.Connect()
			for i := range 3 {
				target := fmt.Sprintf("/%d-%s", i, t.Letters(5))
				http1.DoOn(c, http1.NewGet11(target)).WantStatus(200).WantBodyHas(target).WantKept()
			}
		},
	},
	{
		Name:     "connection-close",
		Title:    "a client that says Connection: close gets its answer and the end",
		Level:    check.Beyond,
		Needs:    []string{"length"},
		Protocol: "HTTP/1.1",
		Why:      "it will send nothing more and waits for the end (parse_request looks for it)",
		Hint:     "look for close, in any case, among the options of Connection, between its commas; HTTP/1.0 without keep-alive means the same",
		Try:      "curl -v -H 'Connection: close' http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			http1.Each(t, []string{http1.NewGet11("/", "Connection: close\r\n"), http1.NewGet11("/", "connection: Close\r\n"), http1.NewGet11("/", "TE: trailers\r\n", "Connection: TE, close\r\n"), http1.NewGet("/")}, func(request string) {
				c := t.Connect()
				http1.DoOn(c, request).WantStatus(200)
				c.ExpectClose()
			})
		},
	},
	{
		Name:     "pipelining",
		Title:    "ten requests sent at once get ten answers, in order",
		Level:    check.Beyond,
		Needs:    []string{"keep-alive"},
		Protocol: "HTTP/1.1",
		Why:      "a client need not wait for an answer to ask again; what you read beyond the first request is the second (rfile is buffered, and kept)",
		Hint:     "one buffered reader for the connection, not one for each request: what it holds behind a request is the next one, or its beginning",
		Try:      `printf 'GET /%d HTTP/1.1\r\nHost: a\r\n\r\n' 1 2 3 | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			c := t.Connect()
			var all strings.Builder
			for i := range 10 {
				all.WriteString(http1.NewGet11(fmt.Sprintf("/request-%d-", i)))
			}
			last := http1.NewGet11("/request-10-")
			c.Send(all.String() + last[:12])
			for i := range 10 {
				http1.Receive(c, "GET").WantStatus(200).WantBodyHas(fmt.Sprintf("/request-%d-", i))
			}
			c.ExpectNothing()
			c.Send(last[12:])
			http1.Receive(c, "GET").WantStatus(200).WantBodyHas("/request-10-")
		},
	},
	{
		Name:     "head-and-next",
		Title:    "the answer to HEAD has no body, so the next answer follows its head",
		Level:    check.Beyond,
		Needs:    []string{"head", "keep-alive"},
		Protocol: "HTTP/1.1",
		Why:      "on a connection that stays open, a body behind the answer to HEAD is read as the next answer (do_HEAD)",
		Hint:     "Content-Length as for GET, and not one byte behind the blank line; errors, too",
		Try:      "curl -I http://127.0.0.1:8000/ --next http://127.0.0.1:8000/second",
		Run: func(t *check.T) {
			c := t.Connect()
			http1.DoOn(c, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").WantStatus(200)
			http1.DoOn(c, http1.NewGet11("/second")).WantStatus(200).WantBodyHas("/second")
		},
	},
	{
		Name:     "expect-100",
		Title:    "Expect: 100-continue is answered before the body is sent",
		Level:    check.Beyond,
		Needs:    []string{"keep-alive", "next-client"},
		Protocol: "HTTP/1.1",
		Why:      "curl asks so before a long upload, and waits a second for nothing if it hears nothing (handle_expect_100)",
		Hint:     `send "HTTP/1.1 100 Continue\r\n\r\n" before you read the body, to HTTP/1.1 only`,
		Try:      "curl -v -H 'Expect: 100-continue' -d hello http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			c := t.Connect()
			c.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
			if r := http1.Receive(c, "POST").WantStatus(100, 200); r.Status == 100 {
				c.Send("hello")
				http1.Receive(c, "POST").WantStatus(200)
				c.ExpectNothing()
			}
			c = t.Connect()
			http1.DoOn(c, "POST / HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello").WantStatus(200)
		},
	},
	{
		Name:     "expect-something-else",
		Title:    "an expectation that nobody knows is answered with 417",
		Level:    check.Beyond,
		Needs:    []string{"length"},
		Protocol: "HTTP/1.1",
		Why:      "the client said that it counts on it (RFC 9110, section 10.1.1)",
		Hint:     "417 where Expect is there and is not 100-continue",
		Try:      "curl -i -H 'Expect: rain' http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			http1.Do(t, http1.NewGet11("/", "Expect: rain\r\n", "Connection: close\r\n")).WantStatus(417)
		},
	},
}
