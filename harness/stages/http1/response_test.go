package http1_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/check/checktest"
	"example.com/socket-tutorial/harness/report"
	"example.com/socket-tutorial/harness/stages/http1"
)

func TestMain(m *testing.M) { checktest.Main(m) }

func TestStatusIsPointedAt(t *testing.T) {
	result := checktest.Against(t, func(t *check.T) {
		c := t.Connect()
		c.Send("GET /ec", "ho HTTP/1.0\r\n\r\n")
		http1.Receive(c, "GET").WantStatus(200)
	}, "-after", "7", "-say", `HTTP/1.0 400 Bad Request\r\nContent-Length: 2\r\n\r\nno`)
	assert.Equal(t, check.Failed, result.Outcome)
	assert.Equal(t, `✗ 00/story — a story
  1 connect
  2 → "GET /ec"   (5 ms pause)
  3 → "ho HTTP/1.0\r\n\r\n"
  4 ← "HTTP/1.0 400 Bad Request\r\n"
                ^ wanted 200
    ← "Content-Length: 2\r\n"
    ← "\r\n"
    ← "no"
  out   ready
  why   because
  hint  look
  again AGAIN
`, report.Failure(result, "AGAIN"))
}

func TestResponseBodies(t *testing.T) {
	for _, c := range []struct{ say, method, body string }{
		{`HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcd`, "GET", "abc"},
		{`HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nX: y\r\n\r\n`, "GET", "abc"},
		{`HTTP/1.0 200\nA: b\n\nabc`, "GET", "abc"},
		{`HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\n`, "HEAD", ""},
		{`HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n`, "GET", ""},
	} {
		result := checktest.Against(t, func(t *check.T) {
			conn := t.Connect()
			conn.Send("x")
			http1.Receive(conn, c.method).WantBody(c.body)
		}, "-say", c.say)
		assert.Equal(t, check.Passed, result.Outcome, report.Story(result.Steps))
	}
}

func TestWrongResponses(t *testing.T) {
	for _, c := range []struct{ say, reason string }{
		{`hello`, "wanted a status line"},
		{`hello\r\n`, `wanted a status line, such as "HTTP/1.0 200 OK\r\n"`},
		{`HTTP/1.0 20 OK\r\n`, "wanted a status of three digits"},
		{`HTTP/1.0 200 OK\r\nA: b\r\n`, "wanted the rest of the header, up to an empty line"},
		{`HTTP/1.0 200 OK\r\nno field\r\n\r\n`, "wanted a header field, NAME: VALUE, or the empty line that ends the head"},
		{`HTTP/1.0 200 OK\r\nContent-Length: x\r\n\r\n`, "wanted a number of bytes"},
		{`HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\nabc`, "wanted 9 bytes of body, as Content-Length says; received 3"},
		{`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`, "wanted a chunk's size in hexadecimal digits"},
		{`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc`, `wanted "\r\n" behind the chunk`},
	} {
		result := checktest.Against(t, func(t *check.T) {
			conn := t.Connect()
			conn.Send("x")
			http1.Receive(conn, "GET").WantStatus(200)
		}, "-say", c.say)
		assert.Equal(t, c.reason, result.Reason.String(), c.say)
	}
}

// What is wrong with the body is not said before what is wrong with the status.
func TestStatusComesBeforeTheBody(t *testing.T) {
	checktest.Story(t, `
  1 connect
  2 → "a"
  3 ← "HTTP/1.0 302 Found\r\n"
                ^ wanted 301
    ← "Content-Length: 9\r\n"
    ← "\r\n"
`, func(t *check.T) {
		c := t.Connect()
		c.Send("a")
		http1.Receive(c, "GET").WantStatus(301)
	}, "-say", `HTTP/1.0 302 Found\r\nContent-Length: 9\r\n\r\nabc`)
}

func TestCaretsInAResponse(t *testing.T) {
	response := []string{"-say", `HTTP/1.0 200 OK\r\nLocation: //evil/\r\n\r\n<b>x</b>`}
	checktest.Story(t, `
  1 connect
  2 → "a"
  3 ← "HTTP/1.0 200 OK\r\n"
    ← "Location: //evil/\r\n"
                 ^ wanted /
    ← "\r\n"
    ← "<b>x</b>"
`, func(t *check.T) {
		c := t.Connect()
		c.Send("a")
		http1.Receive(c, "GET").FailField("Location", "wanted %s", "/")
	}, response...)
	checktest.Story(t, `
  1 connect
  2 → "a"
  3 ← "HTTP/1.0 200 OK\r\n"
    ← "Location: //evil/\r\n"
    ← "\r\n"
    ← "<b>x</b>"
          ^ wanted y
`, func(t *check.T) {
		c := t.Connect()
		c.Send("a")
		http1.Receive(c, "GET").FailBody("x", "wanted %s", "y")
	}, response...)
}
