package echoserver

import (
	"time"

	"example.com/socket-tutorial/harness/check"
)

// Stage is stage 01: whatever a client sends comes back.
var Stage = check.Stage{
	Number: "01",
	Folder: "01-echo-server",
	Title:  "an echo server",
	Args:   []string{"-host", "{host}", "-port", "{port}"},
	Checks: []check.Check{
		{
			Name:  "accept",
			Title: "it listens, accepts, and says nothing before it is spoken to",
			Level: check.Article,
			Why:   "socket, bind, listen, accept, in this order; an echo has nothing to say first (sock.accept in the article)",
			Hint:  "bind the port you were given, listen, accept, and then wait in recv",
			Try:   "nc -v 127.0.0.1 5000",
			Run: func(t *check.T) {
				t.Connect().ExpectOpen(100 * time.Millisecond)
			},
		},
		{
			Name:  "echo",
			Title: "what is sent comes back",
			Level: check.Article,
			Why:   "the kernel hands the client's bytes to recv, and send hands them back; the bytes are new in each run (conn.send(data))",
			Hint:  "send exactly the bytes that recv returned: no more, no fewer, no others",
			Try:   "echo hello | nc -w 1 127.0.0.1 5000",
			Needs: []string{"accept"},
			Run: func(t *check.T) {
				c := t.Connect()
				echo(t, c)
				c.ExpectNothing()
			},
		},
		{
			Name:   "again",
			Title:  "a second message on the same connection comes back too",
			Level:  check.Article,
			Why:    "a connection is a stream without end until somebody closes it; recv is called in a loop (the inner while True)",
			Hint:   "after send, go back to recv; leave the loop only when recv returns nothing",
			Try:    "nc 127.0.0.1 5000",
			Remark: "type two lines",
			Needs:  []string{"echo"},
			Run: func(t *check.T) {
				c := t.Connect()
				for range 3 {
					message := t.Letters(5)
					c.Send(message)
					c.Expect(message)
				}
			},
		},
		{
			Name:  "binary",
			Title: "every byte comes back, not only text",
			Level: check.Article,
			Why:   "a socket carries bytes; \\x00, \\n or \\xff mean nothing to it (data in the article is a str of bytes)",
			Hint:  "do not decode, strip or split what recv returned, and do not stop at a zero",
			Try:   "head -c 100 /dev/urandom | nc -w 1 127.0.0.1 5000 | od -c",
			Needs: []string{"again"},
			Run: func(t *check.T) {
				c := t.Connect()
				for _, message := range []string{"caf\xc3", "\xa9\xff\xfe", "a\x00b", "\r\n \t\n", t.Bytes(200)} {
					c.Send(message)
					c.Expect(message)
				}
			},
		},
		{
			Name:  "longer",
			Title: "a message longer than the buffer comes back whole",
			Level: check.Article,
			Why:   "recv returns at most as many bytes as it was asked for; the rest waits for the next recv (BUFFER_SIZE)",
			Hint:  "the buffer's size is no message's size: recv and send until recv returns nothing",
			Try:   "seq 2000 | nc -w 1 127.0.0.1 5000 | tail -1",
			Needs: []string{"again"},
			Run: func(t *check.T) {
				c := t.Connect()
				message := t.Letters(10_000)
				c.Send(message)
				c.Expect(message)
				c.ExpectOpen(100 * time.Millisecond)
			},
		},
		{
			Name:   "half-close",
			Title:  "a client that has finished sending gets everything, then the end",
			Level:  check.Article,
			Why:    "recv returns nothing once the client has sent FIN; only the server's own close tells the client that all has come (conn.close)",
			Hint:   "when recv returns nothing, close this connection",
			Try:    "echo hello | nc -N 127.0.0.1 5000",
			Remark: "on a Mac without -N; it must end by itself",
			Needs:  []string{"again"},
			Run: func(t *check.T) {
				c := t.Connect()
				message := t.Letters(4000)
				c.Send(message)
				c.CloseWrite()
				c.Expect(message)
				c.ExpectClose()
			},
		},
		{
			Name:  "next-client",
			Title: "after one client has gone, the next one is served",
			Level: check.Article,
			Why:   "close ends one connection; the listening socket lives on, and accept is called in a loop (the outer while True)",
			Hint:  "after close, go back to accept",
			Try:   "for i in 1 2 3; do echo $i | nc -w 1 127.0.0.1 5000; done",
			Needs: []string{"echo"},
			Run: func(t *check.T) {
				for range 3 {
					visit(t)
				}
			},
		},
		{
			Name:   "backlog",
			Title:  "a client that comes meanwhile is served, at the latest when the first has gone",
			Level:  check.Article,
			Why:    "the kernel completes handshakes into the backlog and keeps what those clients send, until accept fetches them (sock.listen(5))",
			Hint:   "keep the listening socket open while you serve, and keep accepting",
			Try:    "nc 127.0.0.1 5000",
			Remark: "in two terminals",
			Needs:  []string{"next-client"},
			Run: func(t *check.T) {
				first, second := t.Connect(), t.Connect()
				message, early := t.Letters(5), t.Letters(5)
				second.Send(early)
				second.Taken() // unless it is served after the first
				first.Send(message)
				first.Expect(message)
				first.Close()
				second.Expect(early)
			},
		},
		{
			Name:   "silence",
			Title:  "a client may be silent for as long as it likes",
			Level:  check.Article,
			Why:    "recv waits until the client speaks or ends; a connection costs nothing while nobody speaks (conn.recv)",
			Hint:   "set no timeout on a connection: only the client's end, or an error, ends it",
			Try:    "nc 127.0.0.1 5000",
			Remark: "wait a while, then type a line",
			Needs:  []string{"again", "backlog"},
			Run: func(t *check.T) {
				spoken, silent := t.Connect(), t.Connect()
				echo(t, spoken)
				spoken.ExpectOpen(2100 * time.Millisecond)
				echo(t, spoken)
				spoken.Close()
				echo(t, silent)
			},
		},
		megabytes, unsent, newestFirst, slowReader, apart, reset, crowd, descriptors, idle, restart,
	},
}

// echo sends a short message and wants it back.
func echo(t *check.T, c *check.Conn) {
	message := t.Letters(5)
	c.Send(message)
	c.Expect(message)
}

// visit is a client that comes, is served, and goes.
func visit(t *check.T) {
	c := t.Connect()
	echo(t, c)
	c.Close()
}
