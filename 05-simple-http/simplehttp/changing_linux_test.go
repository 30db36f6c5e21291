package simplehttp_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"example.com/socket-tutorial/05-simple-http/internal/sitetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

const large = 64 << 20 // bytes, far more than the sockets' buffers hold

// begin asks for /large and then for /next, reads the first response's head,
// and leaves the rest unread, so that the server has not sent all of it.
func begin(t *testing.T) (s *sitetest.Site, conn net.Conn, answer *bufio.Reader) {
	t.Helper()
	s = sitetest.Serve(t, map[string]string{"large": "", "next": "next"})
	require.NoError(t, os.Truncate(s.Path("large"), large))
	conn = s.Dial(t)
	_, err := io.WriteString(conn, "GET /large HTTP/1.1\r\nHost: a\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n")
	require.NoError(t, err)
	answer = bufio.NewReader(conn)
	for {
		line, err := answer.ReadString('\n')
		require.NoError(t, err)
		if line == "\r\n" {
			return s, conn, answer
		}
	}
}

func TestOutOfDescriptors(t *testing.T) {
	// In a folder: a kept file beside it would need no descriptor.
	s := sitetest.Serve(t, map[string]string{"sub/f": "x"})
	conn := s.Dial(t)
	answer := bufio.NewReader(conn)
	ask := func() (statusLine string) {
		_, err := io.WriteString(conn, "GET /sub/f HTTP/1.1\r\nHost: a\r\n\r\n")
		require.NoError(t, err)
		response, err := http.ReadResponse(answer, nil)
		require.NoError(t, err)
		_, err = io.Copy(io.Discard, response.Body)
		require.NoError(t, err)
		return response.Proto + " " + response.Status
	}
	require.Equal(t, "HTTP/1.1 200 OK", ask(), "accepted, and served")
	assert.Equal(t, "HTTP/1.1 503 Too many open files", withoutDescriptors(t, ask))
	assert.Equal(t, "200", sitetest.Status(s.Get(t, "/sub/f")), "when there are some again")
}

// withoutDescriptors calls f while this process can open nothing more. A new
// descriptor is the lowest that is free, and must be below the limit (open(2),
// getrlimit(2)).
func withoutDescriptors(t *testing.T, f func() string) string {
	t.Helper()
	free, err := unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	require.NoError(t, err)
	require.NoError(t, unix.Close(free))
	var limit unix.Rlimit
	require.NoError(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &limit))
	require.NoError(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: uint64(free), Max: limit.Max}))
	defer unix.Setrlimit(unix.RLIMIT_NOFILE, &limit)
	return f()
}

func TestTruncated(t *testing.T) {
	s, _, answer := begin(t)
	require.NoError(t, os.Truncate(s.Path("large"), 1000))
	rest, err := io.ReadAll(answer)
	if err != nil {
		require.ErrorIs(t, err, unix.ECONNRESET)
	}
	assert.Less(t, len(rest), large, "nothing is made up")
	assert.NotContains(t, string(rest), "HTTP/1.1", "and no response comes in its place")
}

func TestGrowing(t *testing.T) {
	s, conn, answer := begin(t)
	f, err := os.OpenFile(s.Path("large"), os.O_WRONLY|os.O_APPEND, 0)
	require.NoError(t, err)
	defer f.Close()
	_, err = f.WriteString(strings.Repeat("more", 100_000))
	require.NoError(t, err)
	n, err := io.CopyN(io.Discard, answer, large)
	require.NoError(t, err)
	assert.EqualValues(t, large, n)
	line, err := answer.ReadString('\n')
	require.NoError(t, err)
	assert.Equal(t, "HTTP/1.1 200 OK\r\n", line, "the next response begins where this one was to end")
	conn.Close()
}

func TestUnlinked(t *testing.T) {
	s, _, answer := begin(t)
	require.NoError(t, os.Remove(s.Path("large")))
	n, err := io.CopyN(io.Discard, answer, large)
	require.NoError(t, err)
	assert.EqualValues(t, large, n)
	assert.Equal(t, "404", sitetest.Status(s.Get(t, "/large")))
}
