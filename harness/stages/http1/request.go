// Package http1 is a client of HTTP/1.x as checks need it: hostile but legal. It
// says requests byte for byte, reads answers leniently, and points at what is
// wrong in them. The checks that all servers of the tutorial share are here too.
//
// Say a request and read its answer:
//
//	http1.Get(t, "/")              GET in HTTP/1.0 on a connection of its own
//	http1.Do(t, request)           any other request, likewise
//	http1.DoOn(c, request)         on a connection that there is already
//	http1.Receive(c, "GET")        the answer to what c.Send has sent
//	http1.ReceiveHead(c)           no more than its head; likewise ReceiveStatus, GetHead
//
// The text of a request, for Do, DoOn and Send:
//
//	http1.NewGet(target)           HTTP/1.0, as short as one can be
//	http1.NewGet11(target, lines…) HTTP/1.1 with more header lines
//	http1.NewPost11(lines, body)
//
// What is wanted of an answer. Each returns it, so that they can be chained:
//
//	r.WantStatus(200, 206)         one of these
//	r.WantField(name, value)       exactly; WantFieldPrefix, WantNoField
//	r.WantBody(text)               exactly; WantBodyHas
//	r.WantCRLF()                   each line of the head
//	r.ToTheEnd()                   a close, and returns what comes before it
//	r.Fail("wanted …")             caret under the status; FailField, FailBody
//
// Many cases in one check, each with its own connections:
//
//	http1.Each(t, cases, func(one string) { http1.WantRefused(t, one, 400) })
package http1

import (
	"strings"

	"example.com/socket-tutorial/harness/check"
)

// Get asks for target with GET in HTTP/1.0, on a connection of its own, and
// returns the answer.
func Get(t *check.T, target string) *Response { return Do(t, NewGet(target)) }

// Do sends request on a connection of its own and returns the answer.
func Do(t *check.T, request string) *Response { return DoOn(t.Connect(), request) }

// DoOn sends request on c and returns the answer.
func DoOn(c *check.Conn, request string) *Response {
	c.Send(request)
	method, _, _ := strings.Cut(strings.TrimLeft(request, "\r\n"), " ")
	return Receive(c, method)
}

// GetHead is Get, and reads no more than the head of the answer.
func GetHead(t *check.T, target string) *Response {
	c := t.Connect()
	c.Send(NewGet(target))
	return ReceiveHead(c)
}

// NewGet returns an HTTP/1.0 request for target, as short as one can be.
func NewGet(target string) string { return "GET " + target + " HTTP/1.0\r\n\r\n" }

// NewGet11 returns an HTTP/1.1 request for target with more header lines, each
// ended by CRLF.
func NewGet11(target string, lines ...string) string {
	return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + strings.Join(lines, "") + "\r\n"
}

// NewPost11 returns an HTTP/1.1 POST with these header lines, each ended by CRLF,
// and this body.
func NewPost11(lines, body string) string {
	return "POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n" + body
}

// WantRefused wants request answered with one of these statuses and nothing after
// it: whoever cannot be sure where a request ends must not read on.
func WantRefused(t *check.T, request string, statuses ...int) {
	c := t.Connect()
	DoOn(c, request).WantStatus(statuses...)
	c.ExpectEnd()
}

// WantUnserved wants that received, all that came, is no answer of success.
func WantUnserved(received check.Received) {
	version, status, _ := strings.Cut(received.Data, " ")
	if strings.HasPrefix(version, "HTTP/") && strings.HasPrefix(status, "2") {
		received.Fail(len(version)+1, "an answer of success came to a request that was not complete")
	}
}

// Each runs one case after the other, each with its own connections, and
// leaves one line in the story for those that were right.
func Each(t *check.T, cases []string, run func(one string)) {
	for i, one := range cases {
		if i > 0 {
			t.Fold("%d of %d requests were answered as they should be", i, len(cases))
		}
		run(one)
	}
}
