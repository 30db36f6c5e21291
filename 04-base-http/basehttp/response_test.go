package basehttp_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/04-base-http/basehttp"
)

// script is a handler made of one function, for GET, HEAD and POST.
type script struct {
	basehttp.RequestHandler
	run func(h *script)
}

func (h *script) DoGET()  { h.run(h) }
func (h *script) DoHEAD() { h.run(h) }
func (h *script) DoPOST() { h.run(h) }

func startScript(t testing.TB, run func(h *script), set ...func(*basehttp.HTTPServer)) (address string) {
	return start(t, func() basehttp.Handler { return &script{run: run} }, set...)
}

func http10(s *basehttp.HTTPServer) { s.ProtocolVersion = "HTTP/1.0" }

var (
	dates    = regexp.MustCompile(`Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT`)
	versions = regexp.MustCompile(`Server: \S+ Go/\S+`)
)

// exchange sends request, and returns all that comes back until the server
// closes. Date and Server, which vary, are reduced to their names.
func exchange(t testing.TB, address, request string) string {
	c := dial(t, address)
	c.send(request)
	require.NoError(t, c.CloseWrite())
	answer, err := io.ReadAll(c)
	require.NoError(t, err)
	text := dates.ReplaceAllString(string(answer), "Date:")
	return versions.ReplaceAllString(text, "Server:")
}

func TestArticleAnswersAsPython2Does(t *testing.T) {
	address := startScript(t, func(h *script) {
		h.SendResponse(200)
		h.SendHeader("Content-type", "text/html")
		h.EndHeaders()
		io.WriteString(h.Wfile, "hello world\r\n")
	}, http10)
	assert.Equal(t, "HTTP/1.0 200 OK\r\nServer:\r\nDate:\r\nContent-type: text/html\r\n\r\nhello world\r\n",
		exchange(t, address, "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\nGET /second HTTP/1.1\r\nHost: a\r\n\r\n"))
}

func TestBodyWithoutLengthEndsWithTheConnection(t *testing.T) {
	address := startScript(t, func(h *script) {
		h.SendResponse(200)
		h.EndHeaders()
		io.WriteString(h.Wfile, "as long as it lasts")
	})
	assert.Equal(t, "HTTP/1.1 200 OK\r\nServer:\r\nDate:\r\nConnection: close\r\n\r\nas long as it lasts",
		exchange(t, address, strings.Repeat("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 2)))
}

func TestConnectionHeader(t *testing.T) {
	address := startProbe(t)
	const ok = "HTTP/1.1 200 OK\r\nServer:\r\nDate:\r\nContent-Length: 1\r\n"
	for request, answer := range map[string]string{
		"GET / HTTP/1.1\r\nHost: a\r\n\r\n":                                   ok + "\r\n/",
		"GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n":              ok + "Connection: close\r\n\r\n/",
		"GET / HTTP/1.1\r\nHost: a\r\nConnection: te, close\r\n\r\n":          ok + "Connection: close\r\n\r\n/",
		"GET / HTTP/1.0\r\n\r\n":                                              ok + "Connection: close\r\n\r\n/",
		"GET / HTTP/1.1\r\nHost: a\r\nConnection: clo\u017fe\r\n\r\n":         ok + "\r\n/",
		"GET / HTTP/1.0\r\nConnection: \u212aeep-Alive\r\n\r\n":               ok + "Connection: close\r\n\r\n/",
		"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n":                    ok + "Connection: keep-alive\r\n\r\n/",
		"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n":                                  ok + "\r\n",
		"HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n": ok + "\r\n" + ok + "\r\n/",
	} {
		assert.Equal(t, answer, exchange(t, address, request), request)
	}
}

func TestSendErrorHasTheHeadersOfPython2(t *testing.T) {
	fail := func(h *script) { h.SendError(404, "No <such> thing") }
	const request = "GET / HTTP/1.0\r\n\r\n"
	head, page, _ := strings.Cut(exchange(t, startScript(t, fail, http10), request), "\r\n\r\n")
	assert.Equal(t, "HTTP/1.0 404 No <such> thing\r\nServer:\r\nDate:\r\nConnection: close\r\n"+
		"Content-Type: text/html;charset=utf-8\r\nContent-Length: "+fmt.Sprint(len(page)), head)
	assert.Contains(t, page, "No &lt;such&gt; thing")
	assert.NotContains(t, page, "<such>")

	c := dial(t, startScript(t, fail))
	for range 2 {
		c.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		response, _ := c.response("GET")
		assert.Equal(t, 404, response.StatusCode)
		assert.Empty(t, response.Header.Get("Connection"), "an error of known length is no reason to close")
	}
}

func TestErrorsWithoutABody(t *testing.T) {
	for _, code := range []int{204, 205, 304} {
		answer := exchange(t, startScript(t, func(h *script) { h.SendError(code) }, http10), "GET / HTTP/1.0\r\n\r\n")
		assert.Equal(t, fmt.Sprintf("HTTP/1.0 %d %s\r\nServer:\r\nDate:\r\nConnection: close\r\n\r\n",
			code, basehttp.Responses[code].Phrase), answer)
	}
	head := exchange(t, startScript(t, func(h *script) { h.SendError(404) }), "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
	assert.True(t, strings.HasSuffix(head, "\r\n\r\n"), head)
	assert.Contains(t, head, "Content-Length: ")
}

func TestNoLineBreakGetsIntoAHead(t *testing.T) {
	answer := exchange(t, startScript(t, func(h *script) {
		h.SendResponse(200, "fine\r\nX: 1")
		h.SendHeader("Location", "/a\r\nSet-Cookie: x\n\r")
		h.EndHeaders()
	}, http10), "GET / HTTP/1.0\r\n\r\n")
	assert.Equal(t, "HTTP/1.0 200 fine  X: 1\r\nServer:\r\nDate:\r\nLocation: /a  Set-Cookie: x  \r\n\r\n", answer)
}

func TestNameThatIsNoTokenIsNotSent(t *testing.T) {
	log := new(syncBuffer)
	answer := exchange(t, startScript(t, func(h *script) {
		h.SendResponse(200)
		for _, name := range []string{"X\r\nSet-Cookie", "A B", "", "X:", "X\n", "\u212aey"} {
			h.SendHeader(name, "x")
		}
		h.SendHeader("Fine", "x")
		h.EndHeaders()
	}, http10, func(s *basehttp.HTTPServer) { s.Log = log }), "GET / HTTP/1.0\r\n\r\n")
	assert.Equal(t, "HTTP/1.0 200 OK\r\nServer:\r\nDate:\r\nFine: x\r\n\r\n", answer)
	log.requireLine(t, `Bad header name 'X\r\nSet-Cookie'`)
}

// A handler may send what it likes before the final response; it must not
// change how that one is framed.
func TestInterimResponseIsForgotten(t *testing.T) {
	answer := exchange(t, startScript(t, func(h *script) {
		h.SendResponseOnly(103)
		h.SendHeader("Content-Length", "3")
		h.SendHeader("Transfer-Encoding", "chunked")
		h.SendHeader("Connection", "close")
		h.SendHeader("Link", "x")
		h.EndHeaders()
		h.SendResponse(200)
		h.SendHeader("Content-Length", "5")
		h.EndHeaders()
		io.WriteString(h.Wfile, "hello")
	}), strings.Repeat("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 2))
	assert.Equal(t, strings.Repeat("HTTP/1.1 103 \r\nConnection: close\r\nLink: x\r\n\r\n"+
		"HTTP/1.1 200 OK\r\nServer:\r\nDate:\r\nContent-Length: 5\r\n\r\nhello", 2), answer)
}

func TestResponseWithoutABodyHasNoFraming(t *testing.T) {
	answer := exchange(t, startScript(t, func(h *script) {
		h.SendResponse(204)
		h.SendHeader("Content-Length", "0")
		h.SendHeader("Transfer-Encoding", "chunked")
		h.EndHeaders()
		io.WriteString(h.Wfile, "x")
	}), strings.Repeat("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 2))
	assert.Equal(t, strings.Repeat("HTTP/1.1 204 No Content\r\nServer:\r\nDate:\r\n\r\n", 2), answer)
}

func TestLengthThatIsNoneIsNotSent(t *testing.T) {
	for _, length := range []string{"-5", "+5", "five", "", "5 5", "99999999999999999999"} {
		answer := exchange(t, startScript(t, func(h *script) {
			h.SendResponse(200)
			h.SendHeader("Content-Length", length)
			h.EndHeaders()
			io.WriteString(h.Wfile, "hello")
		}), "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		assert.Equal(t, "HTTP/1.1 200 OK\r\nServer:\r\nDate:\r\nConnection: close\r\n\r\nhello", answer, length)
	}
}

func TestCopyToHEADIsNoError(t *testing.T) {
	answer := exchange(t, startScript(t, func(h *script) {
		h.SendResponse(200)
		h.SendHeader("Content-Length", "5")
		h.EndHeaders()
		n, err := io.CopyN(h.Wfile, strings.NewReader("hello"), 5)
		assert.NoError(t, err)
		assert.EqualValues(t, 5, n)
		_, err = io.Copy(h.Wfile, strings.NewReader("hello"))
		assert.NoError(t, err)
	}), "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
	assert.Equal(t, "HTTP/1.1 200 OK\r\nServer:\r\nDate:\r\nContent-Length: 5\r\n\r\n", answer)
}

// A broken handler must not give its client two responses, half a one, or
// bytes that pass for the next one.
func TestOneRequestGetsOneResponse(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\r\nServer:\r\nDate:\r\n"
	length := func(n string) func(h *script) {
		return func(h *script) {
			h.SendResponse(200)
			h.SendHeader("Content-Length", n)
			h.EndHeaders()
		}
	}
	for _, broken := range []struct {
		name   string
		run    func(h *script)
		answer string
	}{
		{"more than announced", func(h *script) {
			length("2")(h)
			n, err := io.WriteString(h.Wfile, "abc")
			assert.Equal(t, 2, n)
			assert.ErrorIs(t, err, basehttp.ErrContentLength)
		}, ok + "Content-Length: 2\r\n\r\nab" + ok + "Content-Length: 2\r\n\r\nab"},
		{"less than announced", func(h *script) {
			length("4")(h)
			io.WriteString(h.Wfile, "abc")
		}, ok + "Content-Length: 4\r\n\r\nabc"},
		{"an error after the head was sent", func(h *script) {
			length("4")(h)
			h.Wfile.Flush()
			h.SendError(404)
			io.WriteString(h.Wfile, "abcd")
		}, ok + "Content-Length: 4\r\n\r\nabcd"},
		{"an error before that", func(h *script) {
			length("4")(h)
			io.WriteString(h.Wfile, "ab")
			h.SendError(304)
			h.CloseConnection = true
		}, "HTTP/1.1 304 Not Modified\r\nServer:\r\nDate:\r\n\r\n"},
		{"a second response", func(h *script) {
			length("1")(h)
			io.WriteString(h.Wfile, "a")
			length("1")(h)
			io.WriteString(h.Wfile, "b")
		}, strings.Repeat(ok+"Content-Length: 1\r\n\r\na", 2)},
		{"a head without an end", func(h *script) { h.SendResponse(200) }, ok},
		{"a body for 304", func(h *script) {
			h.SendResponse(304)
			h.EndHeaders()
			io.WriteString(h.Wfile, "abc")
			h.CloseConnection = true
		}, "HTTP/1.1 304 Not Modified\r\nServer:\r\nDate:\r\n\r\n"},
	} {
		t.Run(broken.name, func(t *testing.T) {
			assert.Equal(t, broken.answer, exchange(t, startScript(t, broken.run), strings.Repeat("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 2)))
		})
	}
	t.Run("none", func(t *testing.T) {
		answer := exchange(t, startScript(t, func(*script) {}), "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		assert.Equal(t, "HTTP/1.1 500 No response", strings.SplitN(answer, "\r\n", 2)[0])
	})
}

func TestFilesAreSentWholeAndToTheAnnouncedLength(t *testing.T) {
	for _, size := range []int{0, 1, 16 << 10, 20_000, 300_000} {
		content := strings.Repeat("0123456789", size/10+1)[:size]
		path := filepath.Join(t.TempDir(), "file")
		require.NoError(t, os.WriteFile(path, []byte(content+"grown since"), 0o600))
		for name, send := range map[string]func(h *script, f *os.File){
			"Copy":  func(h *script, f *os.File) { io.Copy(h.Wfile, f) },
			"CopyN": func(h *script, f *os.File) { io.CopyN(h.Wfile, f, int64(size)) },
			"Write": func(h *script, f *os.File) { io.WriteString(h.Wfile, content) },
		} {
			address := startScript(t, func(h *script) {
				f, err := os.Open(path)
				if !assert.NoError(t, err) {
					return
				}
				defer f.Close()
				h.SendResponse(200)
				h.SendHeader("Content-Length", fmt.Sprint(size))
				h.EndHeaders()
				send(h, f)
			})
			c := dial(t, address)
			for range 2 {
				c.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
				_, body := c.response("GET")
				assert.True(t, content == body, "%s of %d bytes gave %d", name, size, len(body))
			}
			c.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
			c.response("HEAD")
			_, body := c.response("GET")
			assert.Len(t, body, size)
		}
	}
}

func TestResponsesArePythons(t *testing.T) {
	for code, phrase := range map[int]string{200: "OK", 302: "Found", 413: "Request Entity Too Large", 414: "Request-URI Too Long"} {
		assert.Equal(t, phrase, basehttp.Responses[code].Phrase)
	}
	answer := exchange(t, startScript(t, func(h *script) { h.SendResponse(999); h.EndHeaders() }, http10), "GET / HTTP/1.0\r\n\r\n")
	assert.Equal(t, "HTTP/1.0 999 \r\nServer:\r\nDate:\r\n\r\n", answer)
}

// What the user of a server wants in every response is in errors, too.
func TestExtraHeaders(t *testing.T) {
	address := startScript(t, func(h *script) {
		if h.Path != "/" {
			h.SendError(404)
			return
		}
		h.SendResponse(200)
		h.SendHeader("Content-Length", "0")
		h.EndHeaders()
	}, func(s *basehttp.HTTPServer) {
		s.ExtraHeaders = basehttp.Headers{{Name: "Access-Control-Allow-Origin", Value: "*"}, {Name: "X-Two", Value: "2"}}
	})
	assert.Equal(t, "HTTP/1.1 200 OK\r\nServer:\r\nDate:\r\nAccess-Control-Allow-Origin: *\r\nX-Two: 2\r\nContent-Length: 0\r\n\r\n",
		exchange(t, address, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
	assert.Contains(t, exchange(t, address, "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n"),
		"HTTP/1.1 404 Not Found\r\nServer:\r\nDate:\r\nAccess-Control-Allow-Origin: *\r\nX-Two: 2\r\n")
}

func TestErrorPageOfTheHandlersOwn(t *testing.T) {
	address := startScript(t, func(h *script) {
		h.ErrorPage = func(code int, message, explanation string) string { return fmt.Sprint(code, message, "/", explanation) }
		h.SendError(404, "no <b>")
	})
	assert.Contains(t, exchange(t, address, "GET / HTTP/1.0\r\n\r\n"), "\r\n\r\n404no <b>/There is nothing at this address.")
}
