package basehttp

import (
	"net/http"
	"strconv"
	"time"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// answerChecks are the first steps of a server that speaks HTTP: what every
// answer looks like.
var answerChecks = []check.Check{
	{
		Name:  "answer",
		Title: "a request is answered with something that begins like HTTP",
		Level: check.Article,
		Why:   "HTTP is text over the echo server of stage 01: read a request, then send a line that begins with the version (send_response)",
		Hint:  `accept a connection, receive once, and send "HTTP/1.0 200 OK\r\n\r\n" whatever it said`,
		Try:   `printf 'GET / HTTP/1.0\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			c := t.Connect()
			c.Send(http1.NewGet("/"))
			c.Expect("HTTP/1.")
		},
	},
	{
		Name:  "status-line",
		Title: "the first line is version, status and reason",
		Level: check.Article,
		Needs: []string{"answer"},
		Why:   "a client decides by these three words; the reason is for people (BaseHTTPRequestHandler.responses and send_response)",
		Hint:  "one space between the version and the three digits, one before the reason",
		Try:   "curl -i http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			c := t.Connect()
			c.Send(http1.NewGet("/"))
			r := http1.ReceiveStatus(c, "wanted a status line").WantStatus(200)
			if r.Reason == "" {
				r.Fail("wanted a reason behind the status, as in 200 OK")
			}
		},
	},
	{
		Name:   "line-ends",
		Title:  `each line of the answer's head ends in "\r\n", and an empty one ends it`,
		Level:  check.Article,
		Needs:  []string{"status-line"},
		Why:    `HTTP took its line ends from mail: CR and LF. Some clients forgive "\n" alone, others wait for ever (send_header, end_headers)`,
		Hint:   `look for every "\n" that you send before the body; the last line before it is "\r\n" alone`,
		Try:    `printf 'GET / HTTP/1.0\r\n\r\n' | nc 127.0.0.1 8000 | cat -vet`,
		Remark: "cat -vet shows CR as ^M",
		Run:    func(t *check.T) { http1.GetHead(t, "/").WantCRLF() },
	},
	{
		Name:   "closes",
		Title:  "after an answer to HTTP/1.0 the connection is closed",
		Level:  check.Article,
		Needs:  []string{"line-ends"},
		Why:    "without Content-Length the end of the connection is the end of the body: a client that is not told waits (finish, shutdown_request)",
		Hint:   "close the connection that accept returned when the request has been answered; flush what you have buffered before",
		Try:    `curl -0 -i http://127.0.0.1:8000/`,
		Remark: "must return to the prompt",
		Run: func(t *check.T) {
			http1.GetHead(t, "/").ToTheEnd()
		},
	},
	{
		Name:  "next-client",
		Title: "the next client is served, too",
		Level: check.Article,
		Needs: []string{"status-line"},
		Why:   "a server is a loop around accept; each turn is one client (serve_forever, handle_request)",
		Hint:  "after a connection is closed, accept again",
		Try:   "curl http://127.0.0.1:8000/ http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			for range 3 {
				c := t.Connect()
				c.Send(http1.NewGet("/"))
				http1.ReceiveStatus(c, "wanted a status line").WantStatus(200)
			}
		},
	},
	{
		Name:  "date-and-server",
		Title: "an answer says when it was made and by whom",
		Level: check.Article,
		Needs: []string{"line-ends", "next-client"},
		Env:   []string{"TZ=Asia/Shanghai"},
		Why:   "send_response adds Server and Date to each answer; a cache reckons an answer's age by its Date, in GMT and in English on every machine (date_time_string)",
		Hint:  "Date: Mon, 02 Jan 2006 15:04:05 GMT, made anew from the time in UTC; Server: any name",
		Try:   "curl -sI http://127.0.0.1:8000/ | grep -i -e ^date -e ^server",
		Run: func(t *check.T) {
			t.Note("its time zone is Asia/Shanghai, where clocks are 8 hours ahead of GMT")
			r := http1.GetHead(t, "/")
			r.WantFieldPrefix("Server", "")
			r.WantFieldPrefix("Date", "")
			date, err := time.Parse(http.TimeFormat, r.Get("Date"))
			if now := time.Now(); err != nil || date.Format(http.TimeFormat) != r.Get("Date") || date.Before(now.Add(-time.Minute)) || date.After(now.Add(time.Minute)) {
				r.WantField("Date", now.UTC().Format(http.TimeFormat))
			}
			later(t, r.Get("Date"))
		},
	},
	{
		Name:  "one-answer",
		Title: "nothing follows the answer",
		Level: check.Article,
		Needs: []string{"closes"},
		Why:   "what a server sends behind the body that it has announced is taken for the beginning of the next answer (wfile)",
		Hint:  "what is meant for your terminal must not be written to the socket; Content-Length must cover all of the body",
		Try:   `printf 'GET / HTTP/1.0\r\n\r\n' | nc 127.0.0.1 8000`,
		Run: func(t *check.T) {
			noMoreThanAnnounced(http1.GetHead(t, "/"))
		},
	},
	{
		Name:  "length",
		Title: "Content-Length counts bytes, not characters",
		Level: check.Article,
		Needs: []string{"one-answer", "next-client"},
		Why:   "a name in Chinese takes three bytes a character in UTF-8; a client stops reading where Content-Length says, in the middle of a word (send_header)",
		Hint:  "encode the body first, then take the length of the bytes",
		Try:   "curl -i -H 'X-Crop: 玉米' http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			http1.Each(t, []string{http1.NewGet("/"), "GET / HTTP/1.0\r\nX-Crop: \xe7\x8e\x89\xe7\xb1\xb3\r\n\r\n"}, func(request string) {
				c := t.Connect()
				c.Send(request)
				r := http1.ReceiveHead(c)
				if got := noMoreThanAnnounced(r); got < announced(r) {
					t.Fail("wanted %d bytes of body, as Content-Length says; received %d", announced(r), got)
				}
			})
		},
	},
}

// announced returns the Content-Length of r, or -1.
func announced(r *http1.Response) int {
	if r.Get("Content-Length") == "" {
		return -1
	}
	length, err := strconv.Atoi(r.Get("Content-Length"))
	if err != nil || length < 0 {
		r.FailField("Content-Length", "wanted a number of bytes")
	}
	return length
}

// noMoreThanAnnounced reads up to the close, wants no more body than the
// Content-Length of r says, and returns how long it is.
func noMoreThanAnnounced(r *http1.Response) int {
	rest := r.ToTheEnd()
	if length := announced(r); length >= 0 && len(rest.Data) > length {
		rest.Fail(length, "wanted nothing more")
	}
	return len(rest.Data)
}

// later wants an answer whose Date is not first any more, soon: a second is enough.
func later(t *check.T, first string) {
	var r *http1.Response
	if !t.Until(func() bool {
		t.Fold("at first the answer has Date: %s", first)
		r = http1.GetHead(t, "/")
		return r.Get("Date") != first
	}) {
		r.FailField("Date", "wanted another Date than at first: the clock has gone on")
	}
}
