package echoclient

import (
	"regexp"
	"strconv"
	"strings"

	"example.com/socket-tutorial/harness/check"
)

// longWord is a message that no kernel hands over in one piece of ten bytes,
// and that fits into a command line everywhere.
var longWord = strings.Repeat("0123456789abcdefghijklmnopqrstuvwxyz", 555)

// What a good client does and the article's does not.
var (
	characters = check.Check{
		Name:  "characters",
		Title: "a character that arrives in two pieces is not lost",
		Level: check.Beyond,
		Why:   "recv returns bytes, and one character of UTF-8 is up to four of them: a piece may end within it, and is no text then (data)",
		Hint:  "print the bytes as they are, or decode only what is complete and keep the rest for the next piece; escapes like \\xe4 do, too",
		Needs: []string{"pieces"},
		Run: func(t *check.T) {
			letters := t.Letters(2)
			han := string(rune('\u4e00' + int(t.Bytes(1)[0])))
			reply := letters[:1] + han + letters[1:]
			c := ask(t)
			c.Send(reply[:2], reply[2:3], reply[3:])
			t.ExpectText("printed as received: %s", func() string {
				c.Finished()
				return unescaped(received(t))
			}, reply)
		},
	}
	oneLine = check.Check{
		Name:  "one-line",
		Title: "a refused connection is one line on the terminal",
		Level: check.Beyond,
		Why:   "the article catches the error around recv, but calls connect outside of the try, so its user sees a traceback (except socket.errno)",
		Hint:  "print \"Socket error: …\", and no stack trace behind it, and exit with status 1",
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
			c := ask(t)
			c.Send("He")
			c.Close()
			t.ExpectExit(1)
		},
	}
	clientReset = check.Check{
		Name:  "reset",
		Title: "a server that resets the connection is a socket error",
		Level: check.Beyond,
		Why:   "recv fails with ECONNRESET after the server's RST (except socket.errno)",
		Hint:  "print \"Socket error: …\", and no stack trace behind it, and exit with status 1",
		Needs: []string{"received", "one-line"},
		Run: func(t *check.T) {
			ask(t).Reset()
			expectErrorLine(t)
		},
	}
	longMessage = check.Check{
		Name:    "long-message",
		Title:   "a long message is sent whole and received whole",
		Level:   check.Beyond,
		Message: longWord,
		Why:     "sendall repeats send until everything is with the kernel, and the loop around recv has as many bytes to count (sock.sendall)",
		Hint:    "send in a loop until nothing is left; receive in a loop, ten bytes at most at a time, until as much is back",
		Needs:   []string{"patience"},
		Run: func(t *check.T) {
			t.Listen()
			t.Start()
			c := t.Accept()
			c.Expect(longWord)
			c.Send(longWord[:1], longWord[1:7000], longWord[7000:])
			expectReceived(t, c, longWord)
		},
	}
)

var escape = regexp.MustCompile(`\\(?:x[0-9a-fA-F]{2}|[0-7]{3})`)

// unescaped returns text with the bytes that it has as \344 or \xe4, which a
// careful client prints where they are no text.
func unescaped(text string) string {
	return escape.ReplaceAllStringFunc(text, func(found string) string {
		base, digits := 8, found[1:]
		if digits[0] == 'x' {
			base, digits = 16, digits[1:]
		}
		value, err := strconv.ParseUint(digits, base, 8)
		if err != nil {
			return found // more than a byte holds
		}
		return string([]byte{byte(value)})
	})
}
