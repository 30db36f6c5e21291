package stages

import "example.com/socket-tutorial/harness/check"

// customHandler is stage 06: a handler of your own.
var customHandler = check.Stage{
	Number: "06",
	Folder: "06-custom-handler",
	Title:  "a handler of your own",
	Args:   []string{"-bind", "{host}", "{port}"},
}
