package echoserver

import (
	"example.com/socket-tutorial/harness/check"
)

// What a server does while there is nothing to do.
var (
	idle = check.Check{
		Name:   "idle",
		Title:  "it waits, and keeps no processor busy, while nobody speaks",
		Level:  check.Beyond,
		Why:    "accept, recv, send and select wait in the kernel, and a process that waits costs nothing; one that asks again and again takes a whole processor from all others",
		Hint:   "let a call wait that finds nothing to do: ask select for a socket to write to only while there is something to send, and no more for a client that has finished",
		Try:    "top",
		Remark: "while a client is connected, and silent",
		Flags:  manyAtOnce,
		Needs:  []string{"next-client", "megabytes"},
		Run: func(t *check.T) {
			c := t.Connect()
			echo(t, c)
			t.ExpectIdle("a client is connected, and silent")
			c.Close()
			t.ExpectIdle("the client has gone")
			c = t.Connect()
			c.Pour(t.Letters(stalling))
			c.CloseWrite()
			t.ExpectIdle("a client does not read what it is sent")
		},
	}
)
