package customhandler

import (
	"slices"
	"time"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/stages/http1"
)

// Stage is stage 06: the article's last program.
var Stage = check.Stage{
	Number: "06",
	Folder: "06-custom-handler",
	Title:  "a handler of your own",
	Args:   []string{"-bind", "{host}", "{port}"},
	Checks: slices.Concat(helloWorld, application),
}

// helloWorld is what the article's program does, and one thing more.
var helloWorld = []check.Check{
	{
		Name:  "hello",
		Title: "GET / is answered with 200 and hello world",
		Level: check.Article,
		Why:   "do_GET says what a GET gets: the status, the header, the body (self.wfile.write)",
		Hint:  "in DoGET: SendResponse, SendHeader, EndHeaders, write \"hello world\\r\\n\"",
		Try:   "curl -i http://127.0.0.1:8000",
		Run: func(t *check.T) {
			http1.Get(t, "/").WantStatus(200).WantBody("hello world\r\n")
		},
	},
	{
		Name:  "type",
		Title: "the answer says that it is HTML",
		Level: check.Article,
		Why:   "without Content-type a browser has to guess what the bytes mean (self.send_header)",
		Hint:  "SendHeader(\"Content-type\", \"text/html\") between SendResponse and EndHeaders",
		Try:   "curl -I -X GET http://127.0.0.1:8000",
		Needs: []string{"hello"},
		Run: func(t *check.T) {
			http1.Get(t, "/").WantFieldPrefix("Content-type", "text/html")
		},
	},
	{
		Name:  "head-first",
		Title: "every line of the head ends in CR LF, and an empty line ends the head",
		Level: check.Article,
		Why:   "a client tells the header from the body by the empty line alone (self.end_headers)",
		Hint:  "EndHeaders before the first byte of the body",
		Needs: []string{"hello"},
		Run: func(t *check.T) {
			http1.Get(t, "/").WantStatus(200).WantCRLF()
		},
	},
	{
		Name:  "end",
		Title: "after the body comes the end of the connection",
		Level: check.Article,
		Why:   "under HTTP/1.0 the close is what says that the body is complete (shutdown_request, after finish_request)",
		Hint:  "write nothing but the body, and close when DoGET has returned",
		Needs: []string{"hello"},
		Run: func(t *check.T) {
			c := t.Connect()
			http1.DoOn(c, http1.NewGet("/")).WantStatus(200)
			c.ExpectClose()
		},
	},
	{
		Name:   "log",
		Title:  "each request leaves a line in the log, on stderr",
		Level:  check.Article,
		Why:    "send_response logs: the client's address, the time, the request line, the status, and - for the size that it does not know (log_request)",
		Hint:   "127.0.0.1 - - [01/Jun/2015 11:42:33] \"GET / HTTP/1.1\" 200 -",
		Try:    "curl http://127.0.0.1:8000",
		Remark: "and look at the server's terminal",
		Needs:  []string{"hello"},
		Run: func(t *check.T) {
			http1.Do(t, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").WantStatus(200)
			t.ExpectStderr(`(?m)^127\.0\.0\.1 - - \[\d\d/[A-Z][a-z][a-z]/\d{4} \d\d:\d\d:\d\d\] "GET / HTTP/1\.1" 200 -\r?$`,
				lang.Verbatim(`127.0.0.1 - - [DD/Mon/YYYY HH:MM:SS] "GET / HTTP/1.1" 200 -`))
		},
	},
	{
		Name:  "unknown-method",
		Title: "a method that the handler does not have gets 501",
		Level: check.Article,
		Why:   "the method's name chooses the function: no do_DELETE, no answer but 501 (hasattr(self, mname) in handle_one_request)",
		Hint:  "leave it to the base handler, which looks for a method of that name",
		Try:   "curl -i -X DELETE http://127.0.0.1:8000",
		Needs: []string{"hello"},
		Run: func(t *check.T) {
			http1.Do(t, "DELETE / HTTP/1.0\r\n\r\n").WantStatus(501)
		},
	},
	{
		Name:  "next-client",
		Title: "one request after the other is served",
		Level: check.Article,
		Why:   "serve_forever accepts for ever, and each connection gets a handler of its own (server.serve_forever)",
		Hint:  "make a new handler for each connection, and keep nothing in it",
		Needs: []string{"hello"},
		Run: func(t *check.T) {
			for range 3 {
				http1.Get(t, "/").WantStatus(200).WantBody("hello world\r\n")
			}
		},
	},
	{
		Name:  "silent-client",
		Title: "a client that connects and says nothing does not keep others waiting",
		Level: check.Beyond,
		Why:   "the article's HTTPServer reads one request after the other; ThreadingMixIn gives each connection a thread (process_request)",
		Hint:  "serve each connection in a goroutine or thread of its own",
		Try:   "nc -w 9 127.0.0.1 8000 & sleep 1; curl -m 2 http://127.0.0.1:8000/",
		Needs: []string{"next-client"},
		Run: func(t *check.T) {
			silent := t.Connect()
			silent.Pause(50 * time.Millisecond)
			http1.Get(t, "/").WantStatus(200).WantBody("hello world\r\n")
			silent.Send(http1.NewGet("/"))
			http1.Receive(silent, "GET").WantStatus(200)
		},
	},
}
