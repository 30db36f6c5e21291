package echoclient

import (
	"regexp"
	"strings"
	"time"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
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
			Name:   "message",
			Title:  "it connects and sends its message",
			Level:  check.Article,
			Why:    "connect returns when the handshake is done; then sendall hands the message to the kernel (sock.sendall)",
			Hint:   "connect to the host and port you were given, and send Hello, nothing else, at once: an echo server never speaks first",
			Try:    "nc -l 5000",
			Remark: "and start the client",
			Run: func(t *check.T) {
				t.Listen()
				t.Start()
				c := t.Accept()
				c.Expect("Hello")
				c.ExpectWaiting(100 * time.Millisecond)
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
				c := ask(t)
				c.Send(reply)
				expectReceived(t, c, reply)
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
				c := ask(t)
				c.Send(strings.Split(reply, "")...)
				expectReceived(t, c, reply)
			},
		},
		{
			Name:  "patience",
			Title: "it waits for a slow server, until the last byte",
			Level: check.Article,
			Why:   "recv waits until something arrives, however long that takes; what has arrived after a while is not all (sock.recv)",
			Hint:  "set no timeout and do not sleep: call recv again until as many bytes are back as were sent, and only then close",
			Needs: []string{"pieces"},
			Run: func(t *check.T) {
				reply := t.Letters(5)
				c := ask(t)
				c.ExpectWaiting(1050 * time.Millisecond)
				c.Send(reply[:4])
				c.ExpectWaiting(1050 * time.Millisecond)
				c.Send(reply[4:])
				expectReceived(t, c, reply)
			},
		},
		{
			Name:  "closes",
			Title: "when all is back it says so, closes, and ends",
			Level: check.Article,
			Why:   "an echo server does not close first: it waits for the client's next message, and its recv returns nothing only after the client's FIN, which close sends (the finally in the article)",
			Hint:  "count: stop at as many bytes as you sent; then print \"Closing connection to the server\", close the socket, exit with status 0",
			Needs: []string{"message"},
			Run: func(t *check.T) {
				c := ask(t)
				c.Send("Hello")
				expectCounted(t, c)
				t.ExpectExit(0)
				t.ExpectStdout(closing, lang.Say(`a line "Closing connection to the server"`))
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
		characters, oneLine, hangUp, clientReset, longMessage,
	},
}

// ask waits for the client, and for its message up to the end.
func ask(t *check.T) *check.Conn {
	t.Listen()
	t.Start()
	c := t.Accept()
	c.Expect("Hello")
	return c
}

// closing is the line with which a client says that it has all.
const closing = `(?m)^Closing connection to the server`

// expectCounted wants the client to close when all is back. One that has said with
// FIN that it has sent all may wait for the server's, which follows. One that goes
// on waiting without a FIN has not counted: it closes when the server does.
func expectCounted(t *check.T, c *check.Conn) {
	if t.Until(c.Finished) {
		t.Note("← FIN")
		return
	}
	if said := regexp.MustCompile(closing); said.MatchString(t.Stdout()) {
		t.Note("nothing for %v", check.Patience)
		t.Fail("wanted the connection closed")
	}
	c.CloseWrite()
	if t.Until(c.Finished) {
		t.Note("it closes only now that the server has")
		t.Fail("stop at as many bytes as you sent: the server waits for you")
	}
	t.Note("nothing for %v", 2*check.Patience)
	t.Fail("wanted the connection closed")
}

var receivedLine = regexp.MustCompile(`(?m)^Client Received: (.*?)\r?$`)

// expectReceived waits until the pieces that the client has printed make up
// want, or it has ended.
func expectReceived(t *check.T, c *check.Conn, want string) {
	t.ExpectText("printed as received: %s", func() string {
		c.Finished() // a client that has half-closed may wait for our FIN
		return received(t)
	}, want)
	t.Note("printed as received: all of it")
	for _, match := range receivedLine.FindAllStringSubmatch(t.Stdout(), -1) {
		if piece := match[1]; len(piece) > 10 {
			t.Show("printed in one piece: %s", piece).Fail(10, "wanted the end")
		}
	}
}

// received returns what the client has printed as received.
func received(t *check.T) string {
	var all strings.Builder
	for _, match := range receivedLine.FindAllStringSubmatch(t.Stdout(), -1) {
		all.WriteString(match[1])
	}
	return all.String()
}

// expectErrorLine wants the words of the article's error message on one of the
// two streams.
func expectErrorLine(t *check.T) {
	t.ExpectExit(1)
	if !strings.Contains(t.Stderr()+t.Stdout(), "Socket error: ") {
		t.Note(`no line begins with "Socket error: "`)
		t.Fail(`wanted "Socket error: …" and what went wrong`)
	}
	if check.HasStackTrace(t.Stderr() + t.Stdout()) {
		t.Note("behind the error it has printed a stack trace")
		t.Fail("wanted the one line and nothing more")
	}
}
