package handshaketrace

import (
	"fmt"
	"regexp"
	"runtime"

	"example.com/socket-tutorial/harness/check"
)

// backlogChecks are about the second part of the exercise.
var backlogChecks = []check.Check{
	{
		Name:  "backlog",
		Title: "a queue of N holds one connection more, and the next is not answered",
		Level: check.Beyond,
		Why:   "connect returns when the kernels have shaken hands, whoever accepts: finished connections wait in the listener's queue, and Linux lets in one more than listen was told (sock.listen)",
		Hint:  "never accept, and keep each connection open: the first connect that does not return in half a second is the one that found the queue full, and is none of those it holds",
		Run: func(t *check.T) {
			if runtime.GOOS != "linux" {
				t.Skip("other systems than Linux count the queue otherwise")
			}
			if t.Run("-s", "list") == 0 {
				t.Skip("this program shows it as a scenario, -s backlog")
			}
			backlog := 2 + int(t.Bytes(1)[0])%5
			if t.Run("-backlog", fmt.Sprint(backlog)) != 0 {
				t.Fail("wanted exit status 0")
			}
			wantConnections(t, backlog+1)
		},
	},
}

var connections = regexp.MustCompile(`\b(\d+) connections\b`)

// wantConnections wants a line that says so many of them.
func wantConnections(t *check.T, count int) {
	found := connections.FindStringSubmatch(t.Stdout())
	if found == nil {
		t.Note("stdout has no line with a number of connections")
		t.Fail("wanted %d connections", count)
	}
	t.Note("stdout has %s", found[0])
	if found[1] != fmt.Sprint(count) {
		t.Fail("wanted %d connections", count)
	}
}
