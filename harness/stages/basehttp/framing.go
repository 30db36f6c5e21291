package basehttp

import (
	"fmt"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// framingChecks are about where a request ends: one request must never be
// taken for two.
var framingChecks = []check.Check{
	{
		Name:  "content-length",
		Title: "a Content-Length that is no number is answered with 400",
		Level: check.Beyond,
		Needs: []string{"length"},
		Why:   "where two programs on the way read two numbers out of +5 or 5,6, one of them takes the body for the next request (RFC 9112, section 6.3)",
		Hint:  "digits and nothing else, and not more than fit; check it before the method, and close after the 400",
		Try:   `printf 'POST / HTTP/1.0\r\nContent-Length: +5\r\n\r\nhello' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			http1.Each(t, []string{"+5", "-1", "5,6", "5 5", "0x5", "1_0", "5Z", "", "12345678901234567890"}, func(value string) {
				http1.WantRefused(t, "POST / HTTP/1.0\r\nContent-Length: "+value+"\r\n\r\n", 400)
			})
			http1.WantRefused(t, "BREW / HTTP/1.0\r\nContent-Length: 5Z\r\n\r\n", 400)
		},
	},
	{
		Name:  "two-lengths",
		Title: "two Content-Lengths that differ are answered with 400",
		Level: check.Beyond,
		Needs: []string{"content-length"},
		Why:   "one server takes the first, the next one the last (RFC 9112, section 6.3)",
		Hint:  "look at all header lines of that name, not at the first",
		Try:   `printf 'POST / HTTP/1.0\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			http1.WantRefused(t, "POST / HTTP/1.0\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400)
			http1.WantRefused(t, "POST / HTTP/1.0\r\nContent-Length: 6\r\ncontent-length: 5\r\n\r\nhello", 400)
		},
	},
	{
		Name:     "length-and-coding",
		Title:    "Content-Length together with Transfer-Encoding is answered with 400",
		Level:    check.Beyond,
		Needs:    []string{"content-length"},
		Protocol: "HTTP/1.1",
		Why:      "they disagree about where the body ends, and that is how requests are smuggled (RFC 9112, section 6.1)",
		Hint:     "400 and close where both are there, whatever their values",
		Try:      `printf 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			http1.WantRefused(t, http1.NewPost11("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400)
			http1.WantRefused(t, http1.NewPost11("transfer-encoding: chunked\r\ncontent-length: 0\r\n", "0\r\n\r\n"), 400)
		},
	},
	{
		Name:     "transfer-encoding",
		Title:    "a Transfer-Encoding other than chunked is refused",
		Level:    check.Beyond,
		Needs:    []string{"length-and-coding"},
		Protocol: "HTTP/1.1",
		Why:      "a server that does not know the coding cannot know where the body ends (RFC 9112, section 6.1)",
		Hint:     "exactly chunked, in any case, once: else 400 or 501, and close",
		Try:      `printf 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			http1.Each(t, []string{"xchunked", ",chunked", "\x0bchunked", "chunked, identity", "chunked, chunked", "chunked\r\nTransfer-Encoding: chunked", "chun\u212aed", "gzip", "gzip, chunked", "chunked, gzip", ""}, func(value string) {
				http1.WantRefused(t, http1.NewPost11("Transfer-Encoding: "+value+"\r\n", "0\r\n\r\n"), 400, 501)
			})
		},
	},
	{
		Name:  "chunked-in-1.0",
		Title: "Transfer-Encoding in HTTP/1.0 is answered with 400",
		Level: check.Beyond,
		Needs: []string{"content-length"},
		Why:   "1.0 has no codings: whoever forwards it takes the chunks for the body, or for the next request (RFC 9112, section 6.1)",
		Hint:  "400 and close where the version is 1.0 and Transfer-Encoding is there",
		Try:   `printf 'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			http1.WantRefused(t, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)
		},
	},
	{
		Name:     "body-of-a-get",
		Title:    "the body of a GET is not the next request",
		Level:    check.Beyond,
		Needs:    []string{"keep-alive"},
		Protocol: "HTTP/1.1",
		Why:      "a GET may have a body, and who leaves it unread answers it (CPython's http.server -p HTTP/1.1 gives two answers here)",
		Hint:     "before the next request, read as many bytes as Content-Length said and nobody has read",
		Try:      "curl -i -X GET -d 'GET /trap HTTP/1.1' http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			inner := http1.NewGet11("/trap")
			c := t.Connect()
			http1.DoOn(c, http1.NewGet11("/first", fmt.Sprintf("Content-Length: %d\r\n", len(inner)))+inner).WantStatus(200).WantBodyHas("/first")
			c.ExpectNothing()
		},
	},
	{
		Name:     "drained-body",
		Title:    "after a POST that nobody read, the next request is understood",
		Level:    check.Beyond,
		Needs:    []string{"keep-alive", "next-client"},
		Protocol: "HTTP/1.1",
		Why:      "the body of a refused request still lies in the stream; the next line read must not come from it (send_error(501))",
		Hint:     "read the body away, or close the connection",
		Try:      "curl -d hello http://127.0.0.1:8000/ --next http://127.0.0.1:8000/second",
		Run: func(t *check.T) {
			for _, method := range []string{"POST", "BREW"} {
				c := t.Connect()
				r := http1.DoOn(c, method+" / HTTP/1.1\r\nHost: a\r\ncontent-LENGTH: 20\r\n\r\nGET /trap HTTP/1.1\r\n")
				if strings.EqualFold(r.Get("Connection"), "close") {
					c.ExpectEnd()
					continue
				}
				http1.DoOn(c, http1.NewGet11("/second")).WantStatus(200).WantBodyHas("/second")
			}
		},
	},
	{
		Name:     "body-in-pieces",
		Title:    "a body may arrive in pieces, and none of them is the next request",
		Level:    check.Beyond,
		Needs:    []string{"drained-body"},
		Protocol: "HTTP/1.1",
		Why:      "one recv returns what has arrived, which need not be all that Content-Length announces (self.rfile.read waits for so many bytes)",
		Hint:     "go on reading until Content-Length bytes are there",
		Try:      `(printf 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nmaize'; sleep 1; printf 'wheat') | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			trap := http1.NewGet11("/trap")
			c := t.Connect()
			c.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: "+fmt.Sprint(5+len(trap))+"\r\n\r\nmaize", trap[:9], trap[9:])
			if r := http1.Receive(c, "POST").WantStatus(200); strings.EqualFold(r.Get("Connection"), "close") {
				c.ExpectEnd()
				return
			}
			second := "/" + t.Letters(6)
			http1.DoOn(c, http1.NewGet11(second)).WantStatus(200).WantBodyHas(second)
		},
	},
	{
		Name:     "underscore",
		Title:    "Content_Length is not Content-Length",
		Level:    check.Beyond,
		Needs:    []string{"keep-alive"},
		Protocol: "HTTP/1.1",
		Why:      "some gateways turn both into CONTENT_LENGTH; a server that does so reads a body where there is none",
		Hint:     "compare header names as they are, in any case",
		Try:      `printf 'GET / HTTP/1.1\r\nHost: a\r\nContent_Length: 5\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			c := t.Connect()
			http1.DoOn(c, http1.NewGet11("/first", "Content_Length: 500\r\n")).WantStatus(200)
			http1.DoOn(c, http1.NewGet11("/second")).WantStatus(200).WantBodyHas("/second")
		},
	},
	{
		Name:  "huge-length",
		Title: "a body of a terabyte is announced and never sent: the server answers at once",
		Level: check.Beyond,
		Needs: []string{"length"},
		Why:   "a number in a header costs the client nothing; it must cost the server nothing",
		Hint:  "never make a buffer as long as Content-Length; a GET needs no body to be answered",
		Try:   `printf 'GET / HTTP/1.0\r\nContent-Length: 1000000000000\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			c := t.Connect()
			http1.DoOn(c, "GET / HTTP/1.0\r\nContent-Length: 1000000000000\r\n\r\n").WantStatus(200, 400, 413)
			http1.Get(t, "/").WantStatus(200)
		},
	},
	{
		Name:     "nonsense-behind-a-request",
		Title:    "a good request is answered, the nonsense behind it with 400",
		Level:    check.Beyond,
		Needs:    []string{"pipelining", "bad-request-line"},
		Protocol: "HTTP/1.1",
		Why:      "what follows a request is the next request, and judged like the first (close_connection in handle)",
		Hint:     "after a 400 close: nobody knows where the next request begins",
		Try:      `printf 'GET / HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			c := t.Connect()
			http1.DoOn(c, http1.NewGet11("/")+"nonsense\r\n\r\n").WantStatus(200)
			http1.Receive(c, "GET").WantStatus(400)
			c.ExpectEnd()
		},
	},
}
