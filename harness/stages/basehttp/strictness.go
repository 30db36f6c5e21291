package basehttp

import (
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// strictRequestLineChecks are request lines that are wrong, or right and rare.
var strictRequestLineChecks = []check.Check{
	{
		Name:  "bad-request-line",
		Title: "a request line without its three words is answered with 400",
		Level: check.Beyond,
		Needs: []string{"survives-nonsense"},
		Why:   "the client must hear that it was not understood, in HTTP: a status line, even where it sent none (send_error(400) in parse_request, which in Python leaves the status line out)",
		Hint:  "method, target, version, one space between: anything else is 400, and the connection is closed",
		Try:   `printf 'hello\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			http1.Each(t, []string{"hello\r\n\r\n", "GET / a b HTTP/1.0\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", "GET /\r\n\r\n"}, func(one string) {
				http1.WantRefused(t, one, 400)
			})
		},
	},
	{
		Name:  "http-version",
		Title: "a version that is not HTTP/1.x is refused",
		Level: check.Beyond,
		Needs: []string{"bad-request-line"},
		Why:   "who speaks another version frames its messages in another way (RFC 9110, section 2.5; parse_request)",
		Hint:  "HTTP/, one digit, a dot, one digit; 400 where it looks otherwise, 505 where the first digit is above 1",
		Try:   `printf 'GET / HTTP/9.9\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			http1.WantRefused(t, "GET / HTTP/9.9\r\nHost: a\r\n\r\n", 505)
			http1.Each(t, []string{"HTTP/1", "HTTP/1.1.1", "http/1.1", "HTTP/+1.1", "HTTP/1.909876543210", "HTP/1.1"}, func(version string) {
				http1.WantRefused(t, "GET / "+version+"\r\nHost: a\r\n\r\n", 400)
			})
		},
	},
	{
		Name:  "other-protocols",
		Title: "HTTP/2 and TLS on this port are closed",
		Level: check.Beyond,
		Needs: []string{"survives-nonsense"},
		Why:   "browsers try https first; a client that waits for a handshake must see at once that there is none",
		Hint:  "their first lines are bad request lines: answer 400 (or 505) if you like, and close",
		Try:   "curl -k https://127.0.0.1:8000/",
		Run: func(t *check.T) {
			preface, hello := "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\x16\x03\x01\x00\x0a\x01\x00\x00\x06\x03\x03\x00\x01\x02\x03\r\n\r\n"
			for _, opening := range []string{preface, hello} {
				c := t.Connect()
				c.Send(opening)
				http1.WantUnserved(c.Rest())
			}
			http1.Get(t, "/").WantStatus(200)
		},
	},
	{
		Name:  "blank-lines-first",
		Title: "blank lines before a request are skipped",
		Level: check.Beyond,
		Needs: []string{"target"},
		Why:   "old browsers sent one behind the body of a POST (RFC 9112, section 2.2; handle_one_request gives up)",
		Hint:  "read on while the line is empty, a few times",
		Try:   `printf '\r\nGET / HTTP/1.0\r\n\r\n' | nc 127.0.0.1 8000`,
		Run:   func(t *check.T) { http1.Do(t, "\r\nGET /blank HTTP/1.0\r\n\r\n").WantStatus(200).WantBodyHas("/blank") },
	},
	{
		Name:  "control-bytes-in-target",
		Title: "a NUL in the target is answered with 400",
		Level: check.Beyond,
		Needs: []string{"bad-request-line"},
		Why:   "a file name in C ends at NUL, so two programs see two names (self.path)",
		Hint:  "a target has no byte below 0x21, and not 0x7f",
		Try:   `printf 'GET /a\0b HTTP/1.0\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			http1.Each(t, []string{"/a\x00b", "/a\x01b", "/a\x7fb"}, func(target string) { http1.WantRefused(t, http1.NewGet(target), 400) })
		},
	},
	{
		Name:  "utf8-target",
		Title: "a target in raw UTF-8 is served, or refused with 400",
		Level: check.Beyond,
		Needs: []string{"length", "next-client"},
		Why:   "only ASCII is legal there, but people type other letters into nc and old clients send them (self.path)",
		Hint:  "take the target as bytes, or answer 400; what cannot be decoded is no reason to fall over",
		Try:   `printf 'GET /高粱 HTTP/1.0\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			http1.Get(t, "/\xe9\xab\x98\xe7\xb2\xb1").WantStatus(200, 400)
			http1.Get(t, "/\xff\xfe").WantStatus(200, 400)
		},
	},
	{
		Name:  "method-characters",
		Title: "a method with a character that no method may have is answered with 400",
		Level: check.Beyond,
		Needs: []string{"bad-request-line"},
		Why:   `a method is a token of RFC 9110, section 5.6.2; G(T or "GET" is no method that a server could lack (parse_request)`,
		Hint:  "letters, digits and !#$%&'*+-.^_`|~",
		Try:   `printf 'G(T / HTTP/1.0\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			http1.Each(t, []string{"G(T", `"GET"`, "GE\x01T", "G\xc3\x8bT", "GET,"}, func(method string) {
				http1.WantRefused(t, method+" / HTTP/1.0\r\n\r\n", 400)
			})
		},
	},
	{
		Name:  "absolute-target",
		Title: "GET http://a/x asks for /x",
		Level: check.Beyond,
		Needs: []string{"headers"},
		Why:   "that is how a client talks to a proxy, and every server must take it (RFC 9112, section 3.2.2)",
		Hint:  "take off scheme and host where the target begins with http://",
		Try:   "curl -x http://127.0.0.1:8000 http://example.test/x",
		Run: func(t *check.T) {
			word := "/" + t.Letters(6)
			whole := "http://a" + word
			r := http1.Do(t, "GET "+whole+" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").WantStatus(200).WantBodyHas(word)
			if !strings.Contains(strings.ReplaceAll(r.Body, whole, ""), word) {
				r.FailBody(whole, "wanted the target without scheme and host")
			}
		},
	},
	{
		Name:  "asterisk-target",
		Title: "* is a target for OPTIONS only",
		Level: check.Beyond,
		Needs: []string{"bad-request-line"},
		Why:   "it means the server itself, and there is nothing to GET (RFC 9112, section 3.2.4)",
		Hint:  "a target begins with a slash, or is a whole URL; 400 otherwise",
		Try:   "curl --request-target '*' http://127.0.0.1:8000/",
		Run:   func(t *check.T) { http1.WantRefused(t, http1.NewGet("*"), 400) },
	},
	{
		Name:  "head-refused",
		Title: "a refused HEAD is answered without a body, too",
		Level: check.Beyond,
		Needs: []string{"head", "http-version", "control-bytes-in-target"},
		Why:   "whoever sent HEAD reads no body, whatever the status is, and takes one for the next answer (RFC 9110, section 9.3.2; send_error looks at self.command)",
		Hint:  "keep the method as soon as it is read; an error page to HEAD is a head. An error without a body is right whatever was asked",
		Try:   `printf 'HEAD / HTTP/9.9\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			http1.Each(t, []string{"HEAD / HTTP/9.9\r\nHost: a\r\n\r\n", "HEAD /a\x01b HTTP/1.0\r\n\r\n"}, func(request string) {
				c := t.Connect()
				c.Send(request)
				http1.ReceiveHead(c).WantStatus(505, 400)
				c.ExpectEnd()
			})
		},
	},
	{
		Name:  "endless-request-line",
		Title: "a request line over 65,536 bytes is answered with 414",
		Level: check.Beyond,
		Needs: []string{"bad-request-line"},
		Why:   "without a limit one client fills the memory (the 65537 in handle_one_request); the client is still sending when it is told",
		Hint:  "count while you read; after the answer, take in what still arrives for a moment, else your kernel resets the connection and the answer is lost",
		Try:   "curl -i http://127.0.0.1:8000/$(printf %070000d 0)",
		Run: func(t *check.T) {
			http1.WantRefused(t, http1.NewGet("/"+strings.Repeat("a", 300_000)), 414)
			http1.WantRefused(t, strings.Repeat("A", 100_000)+" / HTTP/1.0\r\n\r\n", 400, 414, 431, 501)
		},
	},
}
