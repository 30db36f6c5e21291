// Package sitetest serves a directory of files to the tests of the packages
// beside it, and asks for them in bytes.
package sitetest

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
	"example.com/socket-tutorial/05-simple-http/internal/beneath"
	"example.com/socket-tutorial/05-simple-http/simplehttp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Modified is when every file of a site was, unless a test says otherwise.
var Modified = time.Date(2015, 6, 1, 11, 42, 33, 0, time.UTC)

// A Site is a directory, served.
type Site struct {
	Directory string // its parent is the test's own, too
	Address   string
	Root      *beneath.Root
}

// Serve serves a fresh directory with files (path to content) in it.
func Serve(t testing.TB, files map[string]string) *Site {
	t.Helper()
	return ServeWith(t, files, "HTTP/1.1", false)
}

// ServeWith serves such a directory in another version of HTTP, or with links
// that may lead out of it.
func ServeWith(t testing.TB, files map[string]string, protocol string, followSymlinks bool) *Site {
	t.Helper()
	return ServeRoot(t, files, protocol, func(path string) (*beneath.Root, error) {
		return Open(path, followSymlinks)
	})
}

// ServeRoot serves such a directory by the root that open makes of it.
func ServeRoot(t testing.TB, files map[string]string, protocol string, open func(path string) (*beneath.Root, error)) *Site {
	t.Helper()
	s := &Site{Directory: filepath.Join(t.TempDir(), "www")}
	require.NoError(t, os.Mkdir(s.Directory, 0o755))
	for name, content := range files {
		s.Write(t, name, content)
	}
	root, err := open(s.Directory)
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
	s.Root, s.Address = root, server.ServerAddress().String()
	return s
}

// Path is the name on disk of a file of the site, or with "../" of one beside
// it.
func (s *Site) Path(name string) string { return filepath.Join(s.Directory, name) }

// Write makes a file of the site, and the folders it is in.
func (s *Site) Write(t testing.TB, name, content string) {
	t.Helper()
	path := s.Path(name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	require.NoError(t, os.Chtimes(path, Modified, Modified))
}

// Dial connects to the site, for a minute at most.
func (s *Site) Dial(t testing.TB) *net.TCPConn {
	t.Helper()
	conn, err := net.Dial("tcp", s.Address)
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)))
	return conn.(*net.TCPConn)
}

var (
	changing  = regexp.MustCompile(`(?m)^(Date|Server): .*\r\n`)
	entityTag = regexp.MustCompile(`(?m)^ETag: .*\r\n`)
)

// Send sends wire on a connection of its own and returns all that comes back.
func (s *Site) Send(t testing.TB, wire string) string {
	t.Helper()
	conn := s.Dial(t)
	_, err := io.WriteString(conn, wire)
	require.NoError(t, err)
	require.NoError(t, conn.CloseWrite())
	answer, err := io.ReadAll(conn)
	require.NoError(t, err)
	return string(answer)
}

// Ask is Send without what depends on the day, the version and the disk: the
// lines of Date and Server, and the value of ETag.
func (s *Site) Ask(t testing.TB, wire string) string {
	t.Helper()
	answer := changing.ReplaceAllString(s.Send(t, wire), "")
	return entityTag.ReplaceAllString(answer, "ETag: \"…\"\r\n")
}

// Get asks for target as HTTP/1.1, with more header lines if there are any,
// each with its CRLF.
func (s *Site) Get(t testing.TB, target string, lines ...string) string {
	t.Helper()
	return s.Ask(t, "GET "+target+" HTTP/1.1\r\nHost: a\r\n"+strings.Join(lines, "")+"\r\n")
}

// Status is an answer's status code.
func Status(answer string) string {
	_, rest, _ := strings.Cut(answer, " ")
	code, _, _ := strings.Cut(rest, " ")
	return code
}

// BodyOf is what follows an answer's head.
func BodyOf(answer string) string {
	_, body, _ := strings.Cut(answer, "\r\n\r\n")
	return body
}

// HeaderOf is the value of name in an answer, which may have it once.
func HeaderOf(t testing.TB, answer, name string) string {
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

var item = regexp.MustCompile(`<tr class=.><td><a href="([^"]*)">([^<]*)</a>(?:<small>[^<]*</small>)?<td>([^<]*)<td><time>([^<]*)</time>`)

// List returns the lines of a listing: link, name, size, date.
func List(t testing.TB, answer string) (lines [][]string) {
	t.Helper()
	require.Equal(t, "200", Status(answer))
	require.Equal(t, "text/html; charset=utf-8", HeaderOf(t, answer, "Content-type"))
	for _, match := range item.FindAllStringSubmatch(BodyOf(answer), -1) {
		lines = append(lines, match[1:])
	}
	return lines
}
