package echoserver

import (
	"runtime"
	"time"

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

// What a good echo server does and the article's need not.
var (
	megabytes = check.Check{
		Name:  "megabytes",
		Title: "eight megabytes come back whole, to a client that reads late",
		Level: check.Beyond,
		Why:   "send may take fewer bytes than it is given, when the kernel's buffer is full (the value that conn.send returns)",
		Hint:  "look at what send returned, and send the rest; Python's sendall does",
		Try:   "head -c 1000000 /dev/urandom >in; nc -N 127.0.0.1 5000 <in | cmp - in",
		Needs: []string{"binary", "longer"},
		Run: func(t *check.T) {
			c := t.Connect()
			payload := t.Bytes(8 << 20) // Linux keeps up to four for a sender
			c.SendUntilStalled(payload, payload)
			c.ExpectOpen(100 * time.Millisecond)
		},
	}
	newestFirst = check.Check{
		Name:  "newest-first",
		Title: "many clients at once: the newest is served while the others are silent",
		Level: check.Beyond,
		Why:   "recv blocks until this client speaks, and nobody else is served meanwhile; select, or a thread for each connection, waits for all at once (the article's closing words)",
		Hint:  "never wait for one client alone: give each connection its own goroutine or thread, or ask select which one is ready",
		Try:   "nc 127.0.0.1 5000   (leave it silent, and use a second terminal)",
		Flags: manyAtOnce,
		Needs: []string{"next-client", "backlog"},
		Run: func(t *check.T) {
			clients := []*check.Conn{t.Connect(), t.Connect(), t.Connect()}
			for i := len(clients) - 1; i >= 0; i-- {
				message := t.Letters(5)
				clients[i].Send(message)
				clients[i].Expect(message)
			}
		},
	}
	reset = check.Check{
		Name:  "reset",
		Title: "a client that resets its connection does not end the server",
		Level: check.Beyond,
		Why:   "a crashed client's kernel sends RST, and recv fails with ECONNRESET: an error of that connection, not of the server (conn.recv)",
		Hint:  "an error from recv or send ends this connection only: close it and go on",
		Needs: []string{"next-client"},
		Run: func(t *check.T) {
			rude := t.Connect()
			message := t.Letters(5)
			rude.Send(message)
			rude.Expect(message)
			rude.Reset()
			rude.Pause(200 * time.Millisecond)
			c := t.Connect()
			message = t.Letters(5)
			c.Send(message)
			c.Expect(message)
		},
	}
	crowd = check.Check{
		Name:  "crowd",
		Title: "a hundred clients at once are all served",
		Level: check.Beyond,
		Why:   "a server's connections are limited by its descriptors, not by its code (accept)",
		Hint:  "a table of clients must grow; a descriptor that is not closed is lost for good",
		Flags: manyAtOnce,
		Needs: []string{"again", "newest-first"},
		Run: func(t *check.T) {
			clients := make([]*check.Conn, 100)
			serve := func(i int) {
				message := t.Letters(5)
				clients[i].Send(message)
				clients[i].Expect(message)
			}
			for i := range clients {
				clients[i] = t.Connect()
				serve(i) // a full backlog would drop the next SYN for a second
				t.Fold("%d clients connected, and served", i+1)
			}
			for i := range clients {
				serve(i)
				t.Fold("%d clients connected, and %d of them served again", len(clients), i+1)
			}
		},
	}
	restart = check.Check{
		Name:  "restart",
		Title: "killed with a client connected, it can be started again at once",
		Level: check.Beyond,
		Why:   "the side that closes first keeps the address in TIME_WAIT for a minute; bind then says \"Address already in use\" unless SO_REUSEADDR was set (sock.bind)",
		Hint:  "set SO_REUSEADDR on the listening socket before bind",
		Needs: []string{"echo"},
		Run: func(t *check.T) {
			c := t.Connect()
			message := t.Letters(5)
			c.Send(message)
			c.Expect(message)
			t.Restart(c)
			c = t.Connect()
			message = t.Letters(5)
			c.Send(message)
			c.Expect(message)
		},
	}
)
