package basehttp_test

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

func TestTenPipelinedRequestsGetTenAnswersInOrder(t *testing.T) {
	c := dial(t, startProbe(t))
	for i := range 10 {
		c.send(fmt.Sprintf("GET /%d HTTP/1.1\r\nHost: a\r\n\r\n", i))
	}
	for i := range 10 {
		_, body := c.response("GET")
		assert.Equal(t, fmt.Sprintf("/%d", i), body)
	}
}

// The answers to a burst leave together: the first is not sent while there is
// a second request to answer.
func TestPipelinedAnswersLeaveInOneWrite(t *testing.T) {
	c := dial(t, startProbe(t))
	c.send(strings.Repeat("GET /x HTTP/1.1\r\nHost: a\r\n\r\n", 10))
	_, err := c.in.Peek(1)
	require.NoError(t, err)
	assert.Equal(t, 10, strings.Count(peekAll(c), "HTTP/1.1 200 OK"))
}

// peekAll is what the kernel had when the first byte was read.
func peekAll(c *client) string {
	b, _ := c.in.Peek(c.in.Buffered())
	return string(b)
}

func TestRequestMayArriveInAnyPieces(t *testing.T) {
	address := startProbe(t)
	const request = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nT: x\r\n\r\n"
	t.Run("a byte at a time", func(t *testing.T) {
		c := dial(t, address)
		for i := range len(request) {
			c.send(request[i : i+1])
		}
		_, body := c.response("POST")
		assert.Equal(t, "hello", body)
	})
	for i := 1; i < len(request); i++ {
		t.Run(fmt.Sprintf("split after %q", request[:i]), func(t *testing.T) {
			t.Parallel()
			c := dial(t, address)
			c.send(request[:i])
			waitUntilRead(c)
			c.send(request[i:])
			_, body := c.response("POST")
			assert.Equal(t, "hello", body)
		})
	}
}

// waitUntilRead gives the server the time to take what was sent, which no
// client can observe. A shorter time makes the test weaker, and not wrong.
func waitUntilRead(c *client) { time.Sleep(2 * time.Millisecond) }

func TestContinue(t *testing.T) {
	address := startProbe(t)
	const request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-Continue\r\n\r\n"
	t.Run("is sent once, before the body", func(t *testing.T) {
		c := dial(t, address)
		c.send(request)
		line, err := c.in.ReadString('\n')
		require.NoError(t, err)
		assert.Equal(t, "HTTP/1.1 100 Continue\r\n", line)
		c.in.ReadString('\n')
		c.send("hello")
		_, body := c.response("POST")
		assert.Equal(t, "hello", body)
		c.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
		_, body = c.response("GET")
		assert.Equal(t, "/next", body)
	})
	t.Run("is followed by a body that nobody need read", func(t *testing.T) {
		c := dial(t, address)
		c.send("GET" + strings.TrimPrefix(request, "POST"))
		line, err := c.in.ReadString('\n')
		require.NoError(t, err)
		assert.Equal(t, "HTTP/1.1 100 Continue\r\n", line)
		c.in.ReadString('\n')
		c.response("GET")
		c.send("helloGET /next HTTP/1.1\r\nHost: a\r\n\r\n")
		_, body := c.response("GET")
		assert.Equal(t, "/next", body)
	})
	t.Run("is not sent to HTTP/1.0", func(t *testing.T) {
		answer := exchange(t, address, strings.Replace(request, "1.1", "1.0", 1)+"hello")
		assert.NotContains(t, answer, "100 Continue")
		assert.Contains(t, answer, "200 OK")
	})
	t.Run("is not sent by HTTP/1.0", func(t *testing.T) {
		assert.NotContains(t, exchange(t, startProbe(t, http10), request+"hello"), "100 Continue")
	})
	t.Run("is not sent where nobody would read the body", func(t *testing.T) {
		c := dial(t, address)
		c.send("DANCE" + strings.TrimPrefix(request, "POST"))
		response, _ := c.response("DANCE")
		assert.Equal(t, 501, response.StatusCode)
		c.requireClosed()
	})
	t.Run("is all that can be expected", func(t *testing.T) {
		c := dial(t, address)
		c.send(strings.Replace(request, "100-Continue", "rain", 1))
		response, _ := c.response("POST")
		assert.Equal(t, "417 Expectation Failed", response.Status)
		c.requireClosed()
	})
}

// picky refuses bodies that it would have to ask for.
type picky struct{ probe }

func (h *picky) HandleExpect100() bool {
	h.SendError(413)
	return false
}

func TestHandlerMayRefuseToContinue(t *testing.T) {
	c := dial(t, start(t, func() basehttp.Handler { return new(picky) }))
	c.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
	response, _ := c.response("POST")
	assert.Equal(t, 413, response.StatusCode)
	c.requireClosed()
}

func TestHalfCloseAfterTheRequestStillGetsTheWholeBody(t *testing.T) {
	const size = 3 << 20
	address := startScript(t, func(h *script) {
		h.SendResponse(200)
		h.SendHeader("Content-Length", fmt.Sprint(size))
		h.EndHeaders()
		io.WriteString(h.Wfile, strings.Repeat("x", size))
	})
	answer := exchange(t, address, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	assert.Greater(t, len(answer), size)
}

func TestUnfinishedRequestIsNotServed(t *testing.T) {
	address := startProbe(t)
	for _, request := range []string{"", "G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r"} {
		assert.Empty(t, exchange(t, address, request), "%q", request)
	}
	assert.Empty(t, exchange(t, address, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel"))
}

func TestErrorAnswerSurvivesInputThatNobodyRead(t *testing.T) {
	t.Parallel()
	address := startProbe(t)
	for range 5 {
		c := dial(t, address)
		io.WriteString(c, "GET / HTTP/9.9\r\nHost: a\r\n\r\n"+strings.Repeat("x", 1<<20))
		time.Sleep(50 * time.Millisecond) // in which a reset would arrive, and destroy the answer
		response, _ := c.response("GET")
		assert.Equal(t, 505, response.StatusCode)
		c.requireClosed()
	}
}

// What the kernel has not sent yet is lost with a reset.
func TestLongAnswerSurvivesInputThatNobodyRead(t *testing.T) {
	const size = 1 << 20
	address := startScript(t, func(h *script) {
		h.SendResponse(200)
		h.SendHeader("Content-Length", fmt.Sprint(size))
		h.EndHeaders()
		io.WriteString(h.Wfile, strings.Repeat("x", size))
	})
	c := dial(t, address)
	require.NoError(t, c.SetReadBuffer(64<<10))
	c.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + strings.Repeat("x", 100_000))
	time.Sleep(100 * time.Millisecond) // in which a reset would arrive
	_, body := c.response("POST")
	assert.Len(t, body, size)
	c.requireClosed()
}

func TestTwentyResetsInMidBodyCostALineEachAtMost(t *testing.T) {
	log := new(syncBuffer)
	address := startScript(t, func(h *script) {
		h.SendResponse(200)
		h.EndHeaders()
		for err := error(nil); err == nil; {
			_, err = io.WriteString(h.Wfile, strings.Repeat("x", 1<<16))
		}
	}, func(s *basehttp.HTTPServer) { s.Log = log })
	for range 20 {
		c := dial(t, address)
		c.send("GET /reset HTTP/1.1\r\nHost: a\r\n\r\n")
		_, err := c.in.Peek(1000)
		require.NoError(t, err)
		c.SetLinger(0)
		c.Close()
	}
	require.Eventually(t, func() bool { return strings.Count(log.String(), "\n") >= 20 }, patience, 5*time.Millisecond)
	assert.Equal(t, 20, strings.Count(log.String(), `"GET /reset HTTP/1.1" 200 -`+"\n"))
	assert.Equal(t, 20, strings.Count(log.String(), "\n"), log.String())
}

func TestTwoHundredConnectionsAtOnce(t *testing.T) {
	address := startProbe(t)
	answers := make(chan string, 200)
	for range cap(answers) {
		go func() {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				answers <- err.Error()
				return
			}
			defer conn.Close()
			conn.SetDeadline(time.Now().Add(patience))
			io.WriteString(conn, "GET / HTTP/1.0\r\n\r\n")
			answer, _ := io.ReadAll(conn)
			answers <- string(answer)
		}()
	}
	for range cap(answers) {
		assert.Contains(t, <-answers, "200 OK")
	}
}
