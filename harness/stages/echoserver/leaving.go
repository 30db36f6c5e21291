package echoserver

import (
	"time"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
)

// stalling is how many bytes fill the buffers on the way, so that the server's send
// takes less than it is given: Linux keeps up to four megabytes for a sender.
const stalling = 5 << 20

// What a server does when clients read late, or go in another way than they should,
// or it has to go itself.
var (
	megabytes = check.Check{
		Name:  "megabytes",
		Title: "eight megabytes come back whole, to a client that reads late",
		Level: check.Beyond,
		Why:   "send may take fewer bytes than it is given, when the kernel's buffer is full (the value that conn.send returns)",
		Hint:  "look at what send returned, and send the rest; Python's sendall does",
		Try:   "head -c 9000000 /dev/urandom >in; nc -w 3 127.0.0.1 5000 <in | (sleep 1; cmp - in)",
		Needs: []string{"binary", "longer"},
		Run: func(t *check.T) {
			c := t.Connect()
			payload := t.Letters(8 << 20) // Linux keeps up to four for a sender
			c.SendUntilStalled(payload, payload)
			c.ExpectOpen(100 * time.Millisecond)
		},
	}
	unsent = check.Check{
		Name:   "unsent",
		Title:  "a client that has finished, and reads late, still gets everything, then the end",
		Level:  check.Beyond,
		Why:    "the client's FIN says that it has sent all; it still reads, and what it has not been sent yet is still owed to it (conn.recv, conn.close)",
		Hint:   "when recv returns nothing, first send what is left, and only then close",
		Try:    "head -c 9000000 /dev/urandom >in; nc -N 127.0.0.1 5000 <in | (sleep 1; cmp - in)",
		Remark: "on a Mac without -N",
		Needs:  []string{"half-close", "megabytes"},
		Run: func(t *check.T) {
			c := t.Connect()
			payload := t.Letters(8 << 20)
			c.Pour(payload)
			c.CloseWrite()
			c.Pause(300 * time.Millisecond)
			c.Expect(payload)
			c.ExpectClose()
		},
	}
	reset = check.Check{
		Name:  "reset",
		Title: "a client that resets its connection does not end the server",
		Level: check.Beyond,
		Why:   "an RST says that nobody is there any more for what you send (a client that was closed with bytes unread, a machine that has started again); recv fails with ECONNRESET, send with that or EPIPE: errors of that connection, not of the server (conn.recv)",
		Hint:  "an error from recv or send ends this connection only: close it and go on; in C, a send without MSG_NOSIGNAL ends the whole process with SIGPIPE",
		Needs: []string{"next-client", "backlog"}, // who comes next may come before the one before has been noticed to have gone
		Run: func(t *check.T) {
			rude := t.Connect()
			echo(t, rude)
			rude.Reset()
			rude.Pause(200 * time.Millisecond)
			visit(t)
			t.Fold("it goes on after a client that has reset while the server was in recv")
			rude = t.Connect()
			rude.Pour(t.Letters(stalling))
			rude.Reset()
			rude.Pause(100 * time.Millisecond)
			visit(t)
			t.Fold("it goes on after a client that has reset while the server was in send")
			for range 5 { // whether the server still sends then is a race
				rude = t.Connect()
				rude.Send(t.Letters(8 << 10)) // four times the article's BUFFER_SIZE
				rude.CloseWrite()
				rude.Reset()
			}
			visit(t)
		},
	}
	descriptors = check.Check{
		Name:   "descriptors",
		Title:  "when a client has gone, its descriptor is closed, and no process of it is left",
		Level:  check.Beyond,
		Why:    "a connection is a descriptor until close, however it has ended; a server that keeps them has no more after a thousand clients, and accept fails (conn.close); a process that has ended keeps its number until its parent waits for it",
		Hint:   "close the connection on every way out, after an error, too; shutdown alone closes no descriptor. With a process for each client, wait for those that have ended (waitpid, at SIGCHLD)",
		Try:    "ls -l /proc/PID/fd",
		Remark: "before and after some clients",
		Needs:  []string{"half-close", "reset"},
		Run: func(t *check.T) {
			visit(t)
			before := t.Descriptors()
			leave := func(told lang.Format, client func(c *check.Conn)) {
				for range 10 {
					client(t.Connect())
				}
				t.Fold(told, before)
				t.ExpectDescriptors(before, "they have gone")
			}
			leave("%d descriptors are open; then ten clients come, are served, and close", func(c *check.Conn) { echo(t, c); c.Close() })
			leave("%d descriptors are open; then ten clients come, are served, half-close, and close", func(c *check.Conn) { echo(t, c); c.CloseWrite(); c.ExpectClose(); c.Close() })
			leave("%d descriptors are open; then ten clients come, are served, and reset", func(c *check.Conn) { echo(t, c); c.Reset() })
			leave("%d descriptors are open; then ten clients come, are served, and reset in the middle of a message", func(c *check.Conn) { echo(t, c); c.Send(t.Letters(100_000)); c.Reset() })
			visit(t) // some wait for those that have ended when the next client comes
			t.ExpectNoZombies()
		},
	}
	restart = check.Check{
		Name:  "restart",
		Title: "killed with a client connected, it can be started again at once",
		Level: check.Beyond,
		Why:   "the connections of a server that has ended are left to the kernel: in FIN_WAIT2 until the client closes, too, then in TIME_WAIT for a minute; bind then says \"Address already in use\" unless SO_REUSEADDR was set, on the earlier listening socket and on the new one (sock.bind)",
		Hint:  "set SO_REUSEADDR on the listening socket before bind, in each run: the connections that are left have it from the socket that accepted them",
		Needs: []string{"echo"},
		Run: func(t *check.T) {
			c := t.Connect()
			echo(t, c)
			t.Restart(c)
			echo(t, t.Connect())
		},
	}
)
