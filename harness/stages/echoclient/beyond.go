package echoclient

import (
	"strings"

	"example.com/socket-tutorial/harness/check"
)

// longWord is a message that no kernel hands over in one piece of ten bytes,
// and that fits into a command line everywhere.
var longWord = strings.Repeat("0123456789abcdefghijklmnopqrstuvwxyz", 555)

// What a good client does and the article's does not.
var (
	oneLine = check.Check{
		Name:  "one-line",
		Title: "a refused connection is one line on the terminal",
		Level: check.Beyond,
		Why:   "the article catches the error around recv, but calls connect outside of the try, so its user sees a traceback (except socket.errno)",
		Hint:  "print \"Socket error: …\" and exit with status 1",
		Needs: []string{"nobody-there"},
		Run: func(t *check.T) {
			t.Note("nobody listens")
			t.Start()
			expectErrorLine(t)
		},
	}
	hangUp = check.Check{
		Name:  "hang-up",
		Title: "a server that closes in mid-exchange does not keep it waiting",
		Level: check.Beyond,
		Why:   "recv returns nothing, at once and for ever, after the server's FIN; the article adds 0 to amount_received and asks again (amount_received += len(data))",
		Hint:  "when recv returns nothing before all is back, say so and exit with status 1",
		Needs: []string{"pieces"},
		Run: func(t *check.T) {
			answer(t, func(c *check.Conn) {
				c.Send("He")
				c.Close()
			})
			t.ExpectExit(1)
		},
	}
	clientReset = check.Check{
		Name:  "reset",
		Title: "a server that resets the connection is a socket error",
		Level: check.Beyond,
		Why:   "recv fails with ECONNRESET after the server's RST (except socket.errno)",
		Hint:  "print \"Socket error: …\" and exit with status 1",
		Needs: []string{"received"},
		Run: func(t *check.T) {
			answer(t, func(c *check.Conn) { c.Reset() })
			expectErrorLine(t)
		},
	}
	longMessage = check.Check{
		Name:    "long-message",
		Title:   "a long message is sent whole and received whole",
		Level:   check.Beyond,
		Message: longWord,
		Why:     "sendall repeats send until everything is with the kernel, and the loop around recv has as many bytes to count (sock.sendall)",
		Hint:    "send in a loop until nothing is left; receive in a loop until as much is back",
		Needs:   []string{"pieces"},
		Run: func(t *check.T) {
			t.Listen()
			t.Start()
			c := t.Accept()
			c.Expect(longWord)
			c.Send(longWord[:1], longWord[1:7000], longWord[7000:])
			expectReceived(t, longWord)
		},
	}
)
