package stages

import (
	"strings"
	"time"

	"example.com/socket-tutorial/harness/check"
)

// ask sends request on a connection of its own and returns the response.
func ask(t *check.T, request string) *check.Response { return on(t.Connect(), request) }

// on sends request on c and returns the response.
func on(c *check.Conn, request string) *check.Response {
	c.Send(request)
	method, _, _ := strings.Cut(strings.TrimLeft(request, "\r\n"), " ")
	return c.Response(method)
}

// refused wants request answered with one of these statuses and nothing after
// it: whoever cannot be sure where a request ends must not read on.
func refused(t *check.T, request string, statuses ...int) {
	c := t.Connect()
	on(c, request).WantStatus(statuses...)
	c.ExpectEnd()
}

// unserved wants that received, all that came, is no answer of success.
func unserved(t *check.T, received string) {
	if version, status, _ := strings.Cut(received, " "); strings.HasPrefix(version, "HTTP/") && strings.HasPrefix(status, "2") {
		t.Fail("an answer of success came to a request that was not complete")
	}
}

// each runs one case after the other, each with its own connections, and
// leaves one line in the story for those that were right.
func each(t *check.T, cases []string, run func(one string)) {
	for i, one := range cases {
		if i > 0 {
			t.Fold("%d of %d requests were answered as they should be", i, len(cases))
		}
		run(one)
	}
}

// soon is how long nothing must arrive for it to mean that nothing will.
const soon = 150 * time.Millisecond

// get returns an HTTP/1.0 request for target, as short as one can be.
func get(target string) string { return "GET " + target + " HTTP/1.0\r\n\r\n" }

// get11 returns an HTTP/1.1 request for target with more header lines, each
// ended by CRLF.
func get11(target string, lines ...string) string {
	return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + strings.Join(lines, "") + "\r\n"
}
