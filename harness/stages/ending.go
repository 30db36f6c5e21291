package stages

import (
	"strings"

	"example.com/socket-tutorial/harness/check"
)

// ctrlC returns the check that a server ends as a good program does; every
// server of the tutorial can be held to it. needs are the checks that prove its
// answer to GET /.
func ctrlC(needs ...string) check.Check {
	return check.Check{
		Name:  "ctrl-c",
		Title: "Ctrl-C ends the server, with status 0 and no stack trace",
		Level: check.Beyond,
		Needs: needs,
		Why:   "whoever stops a server has done nothing wrong (KeyboardInterrupt, which the article's serve_forever lets through)",
		Hint:  "catch the signal (SIGINT), close the listening socket, and return",
		Try:   "press Ctrl-C in the server's terminal; echo $?",
		Run: func(t *check.T) {
			ask(t, get("/"))
			idle := t.Connect()
			t.Interrupt()
			t.ExpectExit(0)
			idle.ExpectEnd()
			if traces(t.Stderr()) {
				t.Fail("the end that was asked for is no reason for a stack trace")
			}
		},
	}
}

// endingChecks are about Ctrl-C, and what a server prints meanwhile.
var endingChecks = []check.Check{
	{
		Name:  "log-escapes",
		Title: "what a client sends cannot move the cursor of who reads the log",
		Level: check.Beyond,
		Needs: []string{"log"},
		Why:   "a log is read in a terminal: \\x1b[2J wipes it, and a line end forges an entry (log_message escapes control characters since Python 3.12)",
		Hint:  "write bytes below 0x20, 0x7f and 0x80 to 0x9f as \\xNN",
		Try:   `printf 'GET /\033[31mred HTTP/1.0\r\n\r\n' | nc 127.0.0.1 8000   (and look at the server's terminal)`,
		Run: func(t *check.T) {
			word := t.Letters(8)
			ask(t, get("/\x1b[2J\x9b2J"+word)).WantStatus(400, 404)
			t.ExpectStderr(word, "a line with "+word)
			ask(t, get("/%1b%0a127.0.0.1")).WantStatus(400, 404)
			for _, escape := range []string{"\x1b", "\x9b"} {
				if strings.Contains(t.Stderr(), escape) {
					t.Fail("stderr has the byte %#x, which came from a client", escape)
				}
			}
		},
	},
	ctrlC("next-client", "empty-directory"),
	{
		Name:  "ctrl-c-while-sending",
		Title: "Ctrl-C lets a download that has begun come to its end",
		Level: check.Beyond,
		Needs: []string{"ctrl-c"},
		Why:   "half of a film is no film; who starts a new version of a server wants nobody to notice (shutdown stops accepting first)",
		Hint:  "stop accepting, wait for the connections that are answering, for some seconds at most, then end",
		Try:   "",
		Run: func(t *check.T) {
			sparse(t, "film.bin", long)
			c := t.Connect()
			c.Send(get("/film.bin"))
			c.Expect("HTTP/1.")
			t.Interrupt()
			if _, body, _ := strings.Cut(c.Rest(), "\r\n\r\n"); len(body) != long {
				t.Fail("the body ends before all of its %d bytes are there", long)
			}
			t.ExpectExit(0)
		},
	},
}
