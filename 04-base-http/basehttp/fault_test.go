package basehttp_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

func TestPanicCostsTheConnectionAndOneLine(t *testing.T) {
	log := new(syncBuffer)
	address := startScript(t, func(h *script) {
		switch h.Path {
		case "/at-once":
			panic("one\ntwo")
		case "/nil":
			var none *script
			_ = none.Path
		case "/response-begun":
			h.SendResponse(200)
			h.EndHeaders()
			panic(errors.New("three"))
		case "/response-sent":
			h.SendResponse(200)
			h.EndHeaders()
			io.WriteString(h.Wfile, "part")
			h.Wfile.Flush()
			panic("four")
		case "/raised-again":
			defer func() { panic(recover()) }()
			panic("five")
		}
	}, func(s *basehttp.HTTPServer) { s.Log = log })
	for path, line := range map[string]string{
		"/at-once":        "panic: one two (fault_test.go:22)",
		"/nil":            "panic: runtime error: invalid memory address or nil pointer dereference (fault_test.go:25)",
		"/response-begun": "panic: three (fault_test.go:29)",
		"/raised-again":   "panic: five (fault_test.go:38)",
	} {
		c := dial(t, address)
		c.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")
		response, page := c.response("GET")
		assert.Equal(t, "500 Internal Server Error", response.Status)
		assert.NotContains(t, page, "panic")
		c.requireClosed()
		log.requireLine(t, line)
	}
	c := dial(t, address)
	c.send("GET /response-sent HTTP/1.1\r\nHost: a\r\n\r\n")
	part, err := io.ReadAll(c)
	assert.True(t, strings.HasSuffix(string(part), "\r\n\r\npart"), string(part))
	assert.Error(t, err, "an orderly end would be that of a whole body")
	log.requireLine(t, "panic: four (fault_test.go:35)")
	assert.Equal(t, 5, strings.Count(log.String(), "panic: "))
	assert.NotContains(t, log.String(), "goroutine")
}

// TLS says of itself that all was sent, where its connection is closed in order.
func TestPanicOverTLSIsNoOrderlyEnd(t *testing.T) {
	certified := httptest.NewTLSServer(nil)
	defer certified.Close()
	address := startScript(t, func(h *script) {
		h.SendResponse(200)
		h.EndHeaders()
		io.WriteString(h.Wfile, "part")
		h.Wfile.Flush()
		panic("as asked")
	}, func(s *basehttp.HTTPServer) {
		s.Log = io.Discard
		s.Listener = tls.NewListener(s.Listener, &tls.Config{Certificates: certified.TLS.Certificates})
	})
	conn := tls.Client(dial(t, address).TCPConn, &tls.Config{InsecureSkipVerify: true})
	_, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	require.NoError(t, err)
	part, err := io.ReadAll(conn)
	assert.True(t, strings.HasSuffix(string(part), "\r\n\r\npart"), string(part))
	assert.Error(t, err, "an orderly end would be that of a whole body")
}

func TestLogIsEscaped(t *testing.T) {
	log := new(syncBuffer)
	address := startProbe(t, func(s *basehttp.HTTPServer) { s.Log = log })
	for target, logged := range map[string]string{
		"/\x1b[2J":      `"GET /\x1b[2J HTTP/1.1" 400 -`,
		`/"x"`:          `"GET /\"x\" HTTP/1.1" 200 -`,
		`/\x1b`:         `"GET /\\x1b HTTP/1.1" 200 -`,
		"/\x9b2J":       `"GET /\x9b2J HTTP/1.1" 200 -`,
		"/\u009b2J":     `"GET /\u009b2J HTTP/1.1" 200 -`,
		"/\u202etxt":    `"GET /\u202etxt HTTP/1.1" 200 -`,
		"/\xff":         `"GET /\xff HTTP/1.1" 200 -`,
		"/中文":           `"GET /中文 HTTP/1.1" 200 -`,
		"/a\x00b\x7f\r": `"GET /a\x00b\x7f\x0d HTTP/1.1" 400 -`,
	} {
		exchange(t, address, "GET "+target+" HTTP/1.1\r\nHost: a\r\n\r\n")
		log.requireLine(t, logged)
	}
}

func TestLogShowsTheRequestThatIsRefused(t *testing.T) {
	for headers, code := range map[string]string{
		strings.Repeat("X: y\r\n", 101):              "431",
		"X: " + strings.Repeat("y", 70_000) + "\r\n": "431",
		"A B: c\r\n": "400",
	} {
		log := new(syncBuffer)
		address := startProbe(t, func(s *basehttp.HTTPServer) { s.Log = log })
		exchange(t, address, "GET /which HTTP/1.1\r\n"+headers+"\r\n")
		log.requireLine(t, `"GET /which HTTP/1.1" `+code+" -")
	}
}

func TestLogLineIsTheArticles(t *testing.T) {
	log := new(syncBuffer)
	exchange(t, startProbe(t, func(s *basehttp.HTTPServer) { s.Log = log }), "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	assert.Regexp(t, `^127\.0\.0\.1 - - \[\d\d/[A-Z][a-z]{2}/\d{4} \d\d:\d\d:\d\d\] "GET / HTTP/1\.1" 200 -\n$`, log.String())
}

// brokenLog is a pipe whose reader is gone.
type brokenLog struct{}

func (brokenLog) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestLogIntoAClosedPipe(t *testing.T) {
	for name, log := range map[string]io.Writer{"plain": brokenLog{}, "buffered": basehttp.NewBufferedLog(brokenLog{})} {
		address := startProbe(t, func(s *basehttp.HTTPServer) { s.Log = log })
		for range 3 {
			assert.Contains(t, exchange(t, address, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"), "200 OK", name)
		}
	}
}

func TestBufferedLogPassesOnTheFirstLineAtOnceAndTheNextTogether(t *testing.T) {
	to := new(syncBuffer)
	log := basehttp.NewBufferedLog(to)
	io.WriteString(log, "at once\n")
	require.Equal(t, "at once\n", to.String())
	io.WriteString(log, "soon\n")
	to.requireLine(t, "soon\n")
	io.WriteString(log, "flushed\n")
	log.Flush()
	require.Equal(t, "at once\nsoon\nflushed\n", to.String())
	line := strings.Repeat("x", 1000) + "\n"
	for range 40 {
		io.WriteString(log, line)
	}
	log.Flush()
	assert.Equal(t, "at once\nsoon\nflushed\n"+strings.Repeat(line, 40), to.String())
}
