package basehttp

import (
	"strings"
	"time"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// clientsChecks are about clients that are many, silent, slow or rude.
var clientsChecks = []check.Check{
	{
		Name:  "silent-client",
		Title: "a client that connects and says nothing does not keep others waiting",
		Level: check.Beyond,
		Needs: []string{"length"},
		Why:   "browsers open connections in advance; a server that serves one at a time waits for them (the article's HTTPServer does, ThreadingMixIn does not)",
		Hint:  "each connection in a thread, goroutine or task of its own",
		Try:   "nc -w 9 127.0.0.1 8000 & sleep 1; curl -m 2 http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			t.Connect()
			half := t.Connect()
			half.Send("GET / HTTP/1.0\r\nX-Fie")
			http1.Get(t, "/").WantStatus(200)
			half.Send("ld: maize\r\n\r\n")
			http1.Receive(half, "GET").WantStatus(200)
		},
	},
	{
		Name:  "many-clients",
		Title: "a hundred clients, the newest served first",
		Level: check.Beyond,
		Needs: []string{"silent-client"},
		Why:   "a thread that waits must not hold a place that others need (process_request)",
		Hint:  "no fixed number of workers, or one far above a hundred; a longer backlog",
		Try:   "for i in $(seq 100); do nc -w 9 127.0.0.1 8000 & done; sleep 1; curl -m 2 http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			conns := make([]*check.Conn, 100)
			for i := range conns {
				conns[i] = t.Connect()
			}
			t.Fold("connected a hundred times")
			for i := len(conns) - 1; i >= 0; i-- {
				http1.DoOn(conns[i], http1.NewGet("/")).WantStatus(200)
				t.Fold("connected a hundred times; %d were served, the newest first", len(conns)-i)
			}
		},
	},
	{
		Name:  "rude-clients",
		Title: "twenty clients that reset in the middle of the answer harm nobody",
		Level: check.Beyond,
		Needs: []string{"gone-client"},
		Why:   "a send to a connection that was reset fails with EPIPE or ECONNRESET, and may raise a signal (handle_error prints a traceback for each)",
		Hint:  "a failed send ends that connection; one line in the log is enough",
		Try:   "",
		Run: func(t *check.T) {
			for range 20 {
				c := t.Connect()
				c.Send(http1.NewGet("/" + strings.Repeat("a", 8000)))
				c.Reset()
			}
			t.Fold("twenty requests were sent, each followed by a reset")
			http1.Get(t, "/").WantStatus(200)
			t.ExpectNoStackTrace("a client that went away is no reason for a stack trace on stderr")
		},
	},
	{
		Name:  "answer-arrives",
		Title: "an error reaches a client that is still sending, and then an end that is no reset",
		Level: check.Beyond,
		Needs: []string{"unknown-method"},
		Why:   "a close while input lies unread makes the kernel send a reset, and that destroys the answer on its way (RFC 9112, section 9.6)",
		Hint:  "after the answer shut down your half, read away what still comes, for a moment and up to a limit, then close",
		Try:   "head -c 1000000 /dev/zero | curl -X BREW --data-binary @- http://127.0.0.1:8000/",
		Run: func(t *check.T) {
			c := t.Connect()
			c.Send("BREW / HTTP/1.0\r\nContent-Length: 1000000\r\n\r\n" + strings.Repeat("a", 300_000))
			c.Pause(100 * time.Millisecond)
			http1.Receive(c, "BREW").WantStatus(501, 413)
			c.ExpectClose()
		},
	},
}
