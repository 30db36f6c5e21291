package stages

import "example.com/socket-tutorial/harness/check"

// echoClient is stage 02: an echo client.
var echoClient = check.Stage{
	Number: "02",
	Folder: "02-echo-client",
	Title:  "an echo client",
	Args:   []string{"-host", "{host}", "-port", "{port}"},
}
