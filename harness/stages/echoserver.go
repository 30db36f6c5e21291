package stages

import "example.com/socket-tutorial/harness/check"

// echoServer is stage 01: whatever a client sends comes back.
var echoServer = check.Stage{
	Number: "01",
	Folder: "01-echo-server",
	Title:  "an echo server",
	Args:   []string{"-host", "{host}", "-port", "{port}"},
	Checks: []check.Check{
		{
			Name:  "echo",
			Title: "what is sent comes back",
			Level: check.Article,
			Why:   "a server is socket, bind, listen, accept; then recv and send (conn.send(data) in the article)",
			Hint:  "send back what recv returned, as long as it was",
			Try:   "echo hello | nc 127.0.0.1 5000",
			Run: func(t *check.T) {
				c := t.Connect()
				message := t.Letters(5)
				c.Send(message)
				c.Expect(message)
			},
		},
	},
}
