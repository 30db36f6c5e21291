package http1

import "example.com/socket-tutorial/harness/check"

// CtrlC returns the check that a server ends as a good program does; every
// server of the tutorial can be held to it. needs are the checks that prove its
// answer to GET /.
func CtrlC(needs ...string) check.Check {
	return check.Check{
		Name:   "ctrl-c",
		Title:  "Ctrl-C ends the server, with status 0 and no stack trace",
		Level:  check.Beyond,
		Needs:  needs,
		Why:    "whoever stops a server has done nothing wrong (KeyboardInterrupt, which the article's serve_forever lets through)",
		Hint:   "catch the signal (SIGINT), close the listening socket, and return",
		Try:    "echo $?",
		Remark: "in the server's terminal, after Ctrl-C",
		Run: func(t *check.T) {
			c := t.Connect()
			DoOn(c, NewGet("/"))
			c.Close() // a server may wait for that, so that nothing of its answer is lost
			idle := t.Connect()
			t.Interrupt()
			t.ExpectExit(0)
			idle.ExpectEnd()
			if check.HasStackTrace(t.Stderr()) {
				t.Fail("the end that was asked for is no reason for a stack trace")
			}
		},
	}
}
