package stages

import "example.com/socket-tutorial/harness/check"

// simpleHTTP is stage 05: a file server.
var simpleHTTP = check.Stage{
	Number: "05",
	Folder: "05-simple-http",
	Title:  "a file server",
	Args:   []string{"-bind", "{host}", "-directory", "{dir}", "{port}"},
}
