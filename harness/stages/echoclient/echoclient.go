package echoclient

import (
	"regexp"
	"strings"
	"time"

	"example.com/socket-tutorial/harness/check"
)

// Stage is stage 02. The harness is the echo server, and not always a kind
// one.
var Stage = check.Stage{
	Number: "02",
	Folder: "02-echo-client",
	Title:  "an echo client",
	Args:   []string{"-host", "{host}", "-port", "{port}"},
	Checks: []check.Check{
		{
			Name:  "message",
			Title: "it connects and sends its message",
			Level: check.Article,
			Why:   "connect returns when the handshake is done; then sendall hands the message to the kernel (sock.sendall)",
			Hint:  "connect to the host and port you were given, and send Hello, nothing else, at once: an echo server never speaks first",
			Try:   "nc -l 5000   (and start the client)",
			Run: func(t *check.T) {
				t.Listen()
				t.Start()
				c := t.Accept()
				c.Expect("Hello")
				c.ExpectOpen(100 * time.Millisecond)
			},
		},
		{
			Name:  "received",
			Title: "it prints what came back, whatever it is",
			Level: check.Article,
			Why:   "what is printed must be what recv returned, not what was sent; this server answers with other letters (data = sock.recv(10))",
			Hint:  "print each piece that recv returns as \"Client Received: PIECE\"",
			Needs: []string{"message"},
			Run: func(t *check.T) {
				reply := t.Letters(5)
				answer(t, func(c *check.Conn) { c.Send(reply) })
				expectReceived(t, reply)
			},
		},
		{
			Name:  "pieces",
			Title: "an echo may come back in pieces",
			Level: check.Article,
			Why:   "one send may be many recvs: TCP keeps the order of bytes, not the borders between them (while amount_received < amount_expected)",
			Hint:  "count what recv returns, and call it until the whole message is back",
			Needs: []string{"received"},
			Run: func(t *check.T) {
				reply := t.Letters(5)
				answer(t, func(c *check.Conn) { c.Send(strings.Split(reply, "")...) })
				expectReceived(t, reply)
			},
		},
		{
			Name:  "patience",
			Title: "it waits for a slow server, until the last byte",
			Level: check.Article,
			Why:   "recv blocks until something arrives; a network is sometimes slow (sock.recv)",
			Hint:  "set no short timeout; close only when as many bytes are back as were sent",
			Needs: []string{"pieces"},
			Run: func(t *check.T) {
				reply := t.Letters(5)
				answer(t, func(c *check.Conn) {
					c.ExpectOpen(500 * time.Millisecond)
					c.Send(reply[:4])
					c.ExpectOpen(500 * time.Millisecond)
					c.Send(reply[4:])
				})
				expectReceived(t, reply)
			},
		},
		{
			Name:  "closes",
			Title: "when all is back it says so, closes, and ends",
			Level: check.Article,
			Why:   "the server's recv returns nothing only after the client's close (the finally in the article)",
			Hint:  "print \"Closing connection to the server\", close the socket, exit with status 0",
			Needs: []string{"message"},
			Run: func(t *check.T) {
				answer(t, func(c *check.Conn) {
					c.Send("Hello")
					c.ExpectClose()
				})
				t.ExpectExit(0)
				t.ExpectStdout(`(?m)^Closing connection to the server`, `a line "Closing connection to the server"`)
			},
		},
		{
			Name:  "nobody-there",
			Title: "where nobody listens, it ends with a status that says so",
			Level: check.Article,
			Why:   "the kernel answers a SYN to a closed port with RST, and connect fails with ECONNREFUSED (sock.connect)",
			Hint:  "look at what connect returns, and exit with status 1",
			Run: func(t *check.T) {
				t.Note("nobody listens")
				if t.Run() == 0 {
					t.Fail("wanted a status that is not 0")
				}
			},
		},
		oneLine, hangUp, clientReset, longMessage,
	},
}

// answer plays the server up to the end of the client's message, and hands the
// connection to reply.
func answer(t *check.T, reply func(c *check.Conn)) {
	t.Listen()
	t.Start()
	c := t.Accept()
	c.Expect("Hello")
	reply(c)
}

var receivedLine = regexp.MustCompile(`(?m)^Client Received: (.*?)\r?$`)

// expectReceived waits until the pieces that the client has printed make up
// want, or it has ended.
func expectReceived(t *check.T, want string) {
	received := func() string {
		var all strings.Builder
		for _, match := range receivedLine.FindAllStringSubmatch(t.Stdout(), -1) {
			all.WriteString(match[1])
		}
		return all.String()
	}
	t.ExpectText("printed as received:", received, want)
	t.Note("printed as received: all of it")
	for _, match := range receivedLine.FindAllStringSubmatch(t.Stdout(), -1) {
		if piece := match[1]; len(piece) > 10 {
			t.Show("printed in one piece:", piece).Fail(10, "wanted the end")
		}
	}
}

// expectErrorLine wants the words of the article's error message on one of the
// two streams.
func expectErrorLine(t *check.T) {
	t.ExpectExit(1)
	if !strings.Contains(t.Stderr()+t.Stdout(), "Socket error: ") {
		t.Note("no line begins with %q", "Socket error: ")
		t.Fail("wanted %q and what went wrong", "Socket error: …")
	}
}
