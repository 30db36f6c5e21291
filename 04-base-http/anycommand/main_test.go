package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/stagetest"
)

func TestMain(m *testing.M) { stagetest.Main(m, main) }

// start runs the program and returns where it listens.
func start(t *testing.T, args ...string) (address string) {
	command := stagetest.Self(append([]string{"-port", "0"}, args...)...)
	stdout, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		command.Process.Kill()
		command.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	found := regexp.MustCompile(`http://([^/]+)/`).FindStringSubmatch(line)
	require.NotNil(t, found, line)
	return found[1]
}

// conn is a connection to the program.
type conn struct {
	t *testing.T
	net.Conn
	in *bufio.Reader
}

func dial(t *testing.T, address string) *conn {
	c, err := net.Dial("tcp", address)
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(10 * time.Second))
	return &conn{t, c, bufio.NewReader(c)}
}

func (c *conn) ask(command, path string, headers ...string) (*http.Response, string) {
	_, err := fmt.Fprintf(c, "%s %s HTTP/1.1\r\nHost: a\r\n%s\r\n", command, path, strings.Join(headers, ""))
	require.NoError(c.t, err)
	response, err := http.ReadResponse(c.in, &http.Request{Method: command})
	require.NoError(c.t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(c.t, err)
	return response, string(body)
}

// requireOpen and requireClosed tell what became of the connection.
func (c *conn) requireOpen() {
	response, _ := c.ask("KEEP", "/")
	require.Equal(c.t, 204, response.StatusCode)
}

func (c *conn) requireClosed() {
	rest, err := io.ReadAll(c.in)
	require.NoError(c.t, err)
	require.Empty(c.t, string(rest))
}

func TestCommandsOfTheHandlersOwn(t *testing.T) {
	address := start(t)
	for _, want := range []struct {
		command, status string
		closed          bool
	}{
		{"TEST", "204 No Content", true},
		{"KEEP", "204 No Content", false},
		{"CUSTOM", "999 ", true},
		{"REASON", "200 All Is Well", true},
		{"KEYERROR", "999 ???", false},
		{"NOTFOUND", "404 Not Found", false},
		{"EXPLAIN", "404 Gone <fishing>", false},
		{"REPEAT", "200 OK", false},
		{"UNKNOWN", "501 Unsupported method ('UNKNOWN')", false},
		{"test", "501 Unsupported method ('test')", false},
	} {
		c := dial(t, address)
		response, _ := c.ask(want.command, "/")
		assert.Equal(t, want.status, response.Status, want.command)
		if want.closed {
			c.requireClosed()
		} else {
			c.requireOpen()
		}
	}
}

func TestConnectionCloseIsHeededInAnyCase(t *testing.T) {
	address := start(t)
	for _, value := range []string{"close", "Close", "CLOSE"} {
		c := dial(t, address)
		c.ask("REPEAT", "/", "Connection: "+value+"\r\n")
		c.requireClosed()
	}
}

func TestUnderHTTP10EveryAnswerIsTheLast(t *testing.T) {
	c := dial(t, start(t, "-protocol", "HTTP/1.0"))
	response, _ := c.ask("REPEAT", "/", "Connection: keep-alive\r\n")
	assert.Equal(t, "HTTP/1.0", response.Proto)
	c.requireClosed()
}

func TestRepeatedHeader(t *testing.T) {
	response, _ := dial(t, start(t)).ask("REPEAT", "/")
	assert.Equal(t, []string{"a=1", "b=2"}, response.Header.Values("Set-Cookie"))
}

func TestLatin1Header(t *testing.T) {
	response, body := dial(t, start(t)).ask("LATINONEHEADER", "/", "X-Special-Incoming: \xc4rger mit Unicode\r\n")
	assert.Equal(t, "D\xe4ngerous Mind", response.Header.Get("X-Special"))
	assert.Equal(t, "Ärger mit Unicode", body)
}

func TestErrorPageHasItsLengthInBytes(t *testing.T) {
	response, body := dial(t, start(t)).ask("EXPLAIN", "/")
	assert.EqualValues(t, len(body), response.ContentLength)
	assert.Contains(t, body, "Gone &lt;fishing&gt;")
}

func TestErrorsThatHaveNoBody(t *testing.T) {
	address := start(t)
	for _, code := range []int{204, 205, 304} {
		response, body := dial(t, address).ask("SEND_ERROR", fmt.Sprintf("/%d", code))
		assert.Equal(t, code, response.StatusCode)
		assert.Empty(t, body)
		assert.Empty(t, response.Header.Get("Content-Length"))
		assert.Empty(t, response.Header.Get("Transfer-Encoding"))
	}
}

func TestHeadOfAnErrorHasTheLengthAndNoBody(t *testing.T) {
	c := dial(t, start(t))
	for _, code := range []int{200, 404, 500} {
		response, body := c.ask("HEAD", fmt.Sprintf("/%d", code))
		assert.Equal(t, code, response.StatusCode)
		assert.Positive(t, response.ContentLength)
		assert.Empty(t, body)
	}
	c.requireOpen()
}
