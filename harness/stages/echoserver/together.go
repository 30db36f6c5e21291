package echoserver

import (
	"runtime"
	"strings"

	"example.com/socket-tutorial/harness/check"
)

// manyAtOnce asks our own server for a mode that serves clients together: its
// default is the article's, one after the other.
var manyAtOnce = func() []string {
	if runtime.GOOS == "windows" {
		return []string{"-mode", "net"}
	}
	return []string{"-mode", "select"}
}()

// What a server does that many clients use together.
var (
	newestFirst = check.Check{
		Name:   "newest-first",
		Title:  "many clients at once: the newest is served while the others are silent",
		Level:  check.Beyond,
		Why:    "recv blocks until this client speaks, and nobody else is served meanwhile; select, or a thread for each connection, waits for all at once (the article's closing words)",
		Hint:   "never wait for one client alone: give each connection its own goroutine or thread, or ask select which one is ready",
		Try:    "nc 127.0.0.1 5000",
		Remark: "leave it silent, and use a second terminal",
		Flags:  manyAtOnce,
		Needs:  []string{"next-client", "backlog"},
		Run: func(t *check.T) {
			clients := []*check.Conn{t.Connect(), t.Connect(), t.Connect()}
			for i := len(clients) - 1; i >= 0; i-- {
				echo(t, clients[i])
			}
		},
	}
	slowReader = check.Check{
		Name:  "slow-reader",
		Title: "a client that does not read what it is sent holds nobody else up",
		Level: check.Beyond,
		Why:   "send blocks, too: when the kernel's buffers are full it waits until this client reads, and nobody else is served meanwhile (conn.send)",
		Hint:  "where one thread serves all, let no send wait: keep what send did not take, and ask select when the socket takes more",
		Flags: manyAtOnce,
		Needs: []string{"megabytes", "newest-first"},
		Run: func(t *check.T) {
			t.Connect().Pour(t.Letters(stalling))
			quick := t.Connect() // not before: who hangs up on the silent fails another check
			for range 3 {
				echo(t, quick)
			}
		},
	}
	apart = check.Check{
		Name:  "apart",
		Title: "two clients that both send much, and read late, each get their own bytes",
		Level: check.Beyond,
		Why:   "the kernel keeps the connections apart; a buffer of the server's own that two of them use does not: what one has not been sent yet is overwritten by what the other sends (data)",
		Hint:  "each connection needs a buffer of its own, from recv until send has taken the last byte of it",
		Flags: manyAtOnce,
		Needs: []string{"slow-reader"},
		Run: func(t *check.T) {
			small, large := t.Letters(stalling), strings.ToUpper(t.Letters(stalling))
			first := t.Connect()
			first.Pour(small)
			second := t.Connect()
			second.Pour(large)
			const piece = stalling / 4
			for at := 0; at < stalling; at += piece {
				first.Expect(small[at : at+piece])
				second.Expect(large[at : at+piece])
			}
		},
	}
	crowd = check.Check{
		Name:  "crowd",
		Title: "a hundred clients at once are all served",
		Level: check.Beyond,
		Why:   "a server's connections are limited by its descriptors, not by its code (accept)",
		Hint:  "a table of clients must grow; a descriptor that is not closed is lost for good",
		Flags: manyAtOnce,
		Needs: []string{"again", "newest-first", "silence"},
		Run: func(t *check.T) {
			clients := make([]*check.Conn, 100)
			for i := range clients {
				clients[i] = t.Connect()
				echo(t, clients[i]) // a full backlog would drop the next SYN for a second
				t.Fold("%d clients connected, and served", i+1)
			}
			for i := range clients {
				echo(t, clients[i])
				t.Fold("%d clients connected, and %d of them served again", len(clients), i+1)
			}
		},
	}
)
