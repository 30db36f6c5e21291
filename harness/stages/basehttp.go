package stages

import "example.com/socket-tutorial/harness/check"

// baseHTTP is stage 04: a request, parsed.
var baseHTTP = check.Stage{
	Number: "04",
	Folder: "04-base-http",
	Title:  "a request, parsed",
	Args:   []string{"-bind", "{host}", "{port}"},
}
