package basehttp

import (
	"time"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// piecesChecks are about a stream having no messages: a request arrives in any
// pieces, and ends at its blank line.
var piecesChecks = []check.Check{
	{
		Name:  "split-request",
		Title: "a request may arrive in pieces",
		Level: check.Article,
		Needs: []string{"target"},
		Why:   "TCP is a stream of bytes; one read is not one message (rfile.readline in the article)",
		Hint:  `read until "\n"`,
		Try:   `(printf 'GET /ec'; sleep 1; printf 'ho HTTP/1.0\r\n\r\n') | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			c := t.Connect()
			c.Send("GET /ec", "ho HTTP/1.0\r\n\r\n")
			http1.Receive(c, "GET").WantStatus(200).WantBodyHas("/echo")
		},
	},
	{
		Name:  "bytewise",
		Title: "a request may arrive a byte at a time",
		Level: check.Article,
		Needs: []string{"split-request"},
		Why:   `a slow network may cut between any two bytes, also between "\r" and "\n" (rfile.readline)`,
		Hint:  "keep what you have read so far until the line is complete",
		Try:   `for p in G E T ' ' / ' ' HTTP/1.0 '\r' '\n' '\r' '\n'; do printf "$p"; sleep .1; done | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			c := t.Connect()
			word := t.Letters(6)
			c.SendBytewise("GET /" + word + " HTTP/1.0\r\nX-Field: maize\r\n\r\n")
			http1.Receive(c, "GET").WantStatus(200).WantBodyHas("/" + word)
		},
	},
	{
		Name:  "waits-for-the-blank-line",
		Title: "nothing is answered before the blank line",
		Level: check.Article,
		Needs: []string{"split-request"},
		Why:   "headers may change what is meant by the request line; only the blank line says that all of them are there (parse_request, MessageClass)",
		Hint:  "read lines until one is empty, then answer",
		Try:   `(printf 'GET / HTTP/1.0\r\n'; sleep 2; printf '\r\n') | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			c := t.Connect()
			c.Send("GET / HTTP/1.0\r\nX-Field: maize\r\n")
			c.ExpectOpen(300 * time.Millisecond)
			c.Send("\r\n")
			http1.Receive(c, "GET").WantStatus(200)
		},
	},
	{
		Name:  "bare-lf",
		Title: `lines of a request may end in "\n" alone`,
		Level: check.Article,
		Needs: []string{"target", "next-client"},
		Why:   `people type requests into nc, which sends "\n"; RFC 9112, section 2.2, lets a server take it (requestline.rstrip("\r\n"))`,
		Hint:  `a line ends at "\n"; take off a "\r" before it if there is one`,
		Try:   `printf 'GET / HTTP/1.0\n\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			http1.Each(t, []string{"\n\n", "\n\r\n", "\r\n\n"}, func(end string) {
				http1.Do(t, "GET /lf HTTP/1.0\nX-Field: maize"+end).WantStatus(200).WantBodyHas("/lf")
			})
		},
	},
	{
		Name:   "half-close",
		Title:  "a client that has finished sending still gets its answer",
		Level:  check.Article,
		Needs:  []string{"target"},
		Why:    "nc at the end of a pipe closes its half after the request; recv then returns nothing, and that is no reason not to answer (finish)",
		Hint:   "answer as soon as the blank line is there, without waiting for more; close after the answer",
		Try:    `printf 'GET / HTTP/1.0\r\n\r\n' | nc -N 127.0.0.1 8000`,
		Remark: "on a Mac without -N",
		Run: func(t *check.T) {
			c := t.Connect()
			c.Send(http1.NewGet("/half"))
			c.CloseWrite()
			http1.Receive(c, "GET").WantStatus(200).WantBodyHas("/half")
		},
	},
	{
		Name:  "gone-client",
		Title: "a client that vanishes in the middle of a request ends only its own connection",
		Level: check.Article,
		Needs: []string{"length"},
		Why:   "a browser that is killed before it has read its answer resets the connection; recv or send then fails with ECONNRESET, an error of this connection alone (handle_error in BaseServer)",
		Hint:  "an error on one connection ends the handling of that connection and nothing else",
		Try:   "",
		Run: func(t *check.T) {
			for _, part := range []string{"GET / HT", "GET / HTTP/1.0\r\nX-Fie", http1.NewGet("/")} {
				c := t.Connect()
				c.Send(part)
				c.Pause(20 * time.Millisecond)
				c.Reset()
			}
			http1.Get(t, "/").WantStatus(200)
		},
	},
	{
		Name:   "cut-request",
		Title:  "a request that ends before its blank line is not served",
		Level:  check.Beyond,
		Needs:  []string{"length"},
		Why:    "whoever cuts the connection inside the headers has not finished asking; DELETE /a, cut from DELETE /all, must not run (RFC 9112, section 8)",
		Hint:   "tell the end of the stream from an empty line: both look like nothing",
		Try:    `printf 'GET / HTTP/1.0\r\nX-Field: ma' | nc -N 127.0.0.1 8000`,
		Remark: "on a Mac without -N",
		Run: func(t *check.T) {
			for _, part := range []string{"GET / HTTP/1.0\r\nX-Field: maize\r\n", "GET / HTTP/1.0\r\nX-Fie", "GET / HTTP/1.0\r\n", "GET /"} {
				c := t.Connect()
				c.Send(part)
				c.CloseWrite()
				http1.WantUnserved(c.Rest())
			}
			http1.Get(t, "/").WantStatus(200)
		},
	},
}
