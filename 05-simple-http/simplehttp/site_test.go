package simplehttp_test

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"example.com/socket-tutorial/04-base-http/basehttp"
	"example.com/socket-tutorial/04-base-http/socketserver"
	"example.com/socket-tutorial/05-simple-http/simplehttp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// modified is when every file of a site was, unless a test says otherwise.
var modified = time.Date(2015, 6, 1, 11, 42, 33, 0, time.UTC)

// A site is a directory, served.
type site struct {
	directory string // its parent is the test's own, too
	address   string
	root      *simplehttp.Root
}

// serve serves a fresh directory with files (path to content) in it.
func serve(t testing.TB, files map[string]string) *site {
	t.Helper()
	return serveWith(t, files, "HTTP/1.1", false)
}

func serveWith(t testing.TB, files map[string]string, protocol string, followSymlinks bool) *site {
	t.Helper()
	return serveRoot(t, files, protocol, func(path string) (*simplehttp.Root, error) {
		return simplehttp.OpenRoot(path, followSymlinks)
	})
}

func serveRoot(t testing.TB, files map[string]string, protocol string, open func(path string) (*simplehttp.Root, error)) *site {
	t.Helper()
	s := &site{directory: filepath.Join(t.TempDir(), "www")}
	require.NoError(t, os.Mkdir(s.directory, 0o755))
	for name, content := range files {
		s.write(t, name, content)
	}
	root, err := open(s.directory)
	require.NoError(t, err)
	server, err := basehttp.NewHTTPServer("127.0.0.1:0", simplehttp.Class(root))
	require.NoError(t, err)
	server.Log = io.Discard
	server.ProtocolVersion = protocol
	socketserver.ThreadingMixIn(&server.TCPServer)
	done := make(chan error, 1)
	go func() { done <- server.ServeForever() }()
	t.Cleanup(func() {
		server.Shutdown()
		assert.NoError(t, <-done)
		assert.NoError(t, root.Close())
	})
	s.root, s.address = root, server.ServerAddress().String()
	return s
}

// path is the name on disk of a file of the site, or with "../" of one beside
// it.
func (s *site) path(name string) string { return filepath.Join(s.directory, name) }

func (s *site) write(t testing.TB, name, content string) {
	t.Helper()
	path := s.path(name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	require.NoError(t, os.Chtimes(path, modified, modified))
}

func (s *site) dial(t testing.TB) *net.TCPConn {
	t.Helper()
	conn, err := net.Dial("tcp", s.address)
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)))
	return conn.(*net.TCPConn)
}

var changing = regexp.MustCompile(`(?m)^(Date|Server): .*\r\n`)

// ask sends wire on a connection of its own and returns all that comes back,
// without the lines that depend on the day and the version.
func (s *site) ask(t testing.TB, wire string) string {
	t.Helper()
	conn := s.dial(t)
	_, err := io.WriteString(conn, wire)
	require.NoError(t, err)
	require.NoError(t, conn.CloseWrite())
	answer, err := io.ReadAll(conn)
	require.NoError(t, err)
	return changing.ReplaceAllString(string(answer), "")
}

// get asks for target as HTTP/1.1, with more header lines if there are any,
// each with its CRLF.
func (s *site) get(t testing.TB, target string, lines ...string) string {
	t.Helper()
	return s.ask(t, "GET "+target+" HTTP/1.1\r\nHost: a\r\n"+strings.Join(lines, "")+"\r\n")
}

// status is an answer's status code.
func status(answer string) string {
	_, rest, _ := strings.Cut(answer, " ")
	code, _, _ := strings.Cut(rest, " ")
	return code
}

func bodyOf(answer string) string {
	_, body, _ := strings.Cut(answer, "\r\n\r\n")
	return body
}

// headerOf is the value of name in an answer, which may have it once.
func headerOf(t testing.TB, answer, name string) string {
	t.Helper()
	head, _, _ := strings.Cut(answer, "\r\n\r\n")
	var values []string
	for line := range strings.SplitSeq(head, "\r\n") {
		if n, value, found := strings.Cut(line, ": "); found && strings.EqualFold(n, name) {
			values = append(values, value)
		}
	}
	require.LessOrEqual(t, len(values), 1, "%s twice in %q", name, head)
	return strings.Join(values, "")
}
