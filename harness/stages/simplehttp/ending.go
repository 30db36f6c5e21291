package simplehttp

import (
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/stages/http1"
)

// endingChecks are about Ctrl-C, and what a server prints meanwhile.
var endingChecks = []check.Check{
	{
		Name:   "log-escapes",
		Title:  "what a client sends cannot move the cursor of who reads the log",
		Level:  check.Beyond,
		Needs:  []string{"log"},
		Why:    "a log is read in a terminal: \\x1b[2J wipes it, and a line end forges an entry (log_message escapes control characters since Python 3.12, and in later releases of 3.7 to 3.11)",
		Hint:   "write bytes below 0x20, 0x7f and 0x80 to 0x9f as \\xNN",
		Try:    `printf 'GET /\033[31mred HTTP/1.0\r\n\r\n' | nc 127.0.0.1 8000`,
		Remark: "and look at the server's terminal",
		Run: func(t *check.T) {
			word := t.Letters(8)
			http1.Get(t, "/\x1b[2J\x9b2J"+word).WantStatus(400, 404)
			t.ExpectStderr(word, lang.Say("a line with %s", word))
			http1.Get(t, "/%1b%0a127.0.0.1").WantStatus(400, 404)
			for _, escape := range []string{"\x1b", "\x9b"} {
				if strings.Contains(t.Stderr(), escape) {
					t.Fail("stderr has the byte %#x, which came from a client", escape)
				}
			}
		},
	},
	http1.CtrlC("next-client", "empty-directory"),
	{
		Name:  "ctrl-c-while-sending",
		Title: "Ctrl-C lets a download that has begun come to its end",
		Level: check.Beyond,
		Needs: []string{"ctrl-c", "large-file"},
		Why:   "half of a film is no film; who starts a new version of a server wants nobody to notice (shutdown stops accepting first)",
		Hint:  "stop accepting, wait for the connections that are answering, for some seconds at most, then end",
		Try:   "",
		Run: func(t *check.T) {
			sparse(t, "film.bin", long)
			c := t.Connect()
			c.Send(http1.NewGet("/film.bin"))
			c.Expect("HTTP/1.")
			t.Interrupt()
			if _, body, _ := strings.Cut(c.Rest().Data, "\r\n\r\n"); len(body) != long {
				t.Fail("the body ends before all of its %d bytes are there", long)
			}
			c.Close()
			t.ExpectExit(0)
		},
	},
}
