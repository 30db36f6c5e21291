package simplehttp_test

import (
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func Test60FIFO(t *testing.T) {
	s := serve(t, nil)
	require.NoError(t, syscall.Mkfifo(s.path("fifo"), 0o644))
	assert.Equal(t, "404", status(s.get(t, "/fifo")))
	assert.Equal(t, "404", status(s.ask(t, "HEAD /fifo HTTP/1.1\r\nHost: a\r\n\r\n")))
	assert.Len(t, list(t, s.get(t, "/")), 1, "it is in the listing all the same")
}

func Test61IndexIsNoFile(t *testing.T) {
	s := serve(t, map[string]string{"directory/index.html/f": "", "fifo/f": "", "next/index.htm": "htm"})
	require.NoError(t, syscall.Mkfifo(s.path("fifo/index.html"), 0o644))
	require.NoError(t, syscall.Mkfifo(s.path("next/index.html"), 0o644))
	assert.Len(t, list(t, s.get(t, "/directory/")), 1)
	assert.Len(t, list(t, s.get(t, "/fifo/")), 2)
	assert.Equal(t, "htm", bodyOf(s.get(t, "/next/")))
}

func Test62Device(t *testing.T) {
	s := serveWith(t, nil, "HTTP/1.1", true)
	require.NoError(t, os.Symlink("/dev/zero", s.path("zero")))
	require.NoError(t, os.Symlink("/dev/null", s.path("null")))
	assert.Equal(t, "404", status(s.get(t, "/zero")), "even where links are followed")
	assert.Equal(t, "404", status(s.get(t, "/null")))
}

func Test63SocketAndLoop(t *testing.T) {
	s := serve(t, nil)
	// mknod(2) makes a socket without binding it, and without privileges.
	require.NoError(t, syscall.Mknod(s.path("socket"), syscall.S_IFSOCK|0o644, 0))
	require.NoError(t, os.Symlink("loop", s.path("loop")))
	require.NoError(t, os.Symlink("there", s.path("back")))
	require.NoError(t, os.Symlink("back", s.path("there")))
	for _, target := range []string{"/socket", "/loop", "/loop/", "/loop/x", "/back"} {
		assert.Equal(t, "404", status(s.get(t, target)), target)
	}
	assert.Len(t, list(t, s.get(t, "/")), 4)
}

func Test64LinksOutside(t *testing.T) {
	files := map[string]string{"../secret/f.txt": "outside", "in/f.txt": "inside", "in/deep/g.txt": "inside"}
	links := func(s *site) {
		for name, target := range map[string]string{
			"relative":      "../secret/f.txt",
			"relative-dir":  "../secret",
			"absolute":      s.path("../secret/f.txt"),
			"absolute-dir":  s.path("../secret"),
			"in/up":         "../../secret/f.txt",
			"out-and-in":    "../www/in/f.txt",
			"absolute-in":   s.path("in/f.txt"),
			"proc":          "/proc/self/cwd",
			"inside":        "in/f.txt",
			"inside-dir":    "in",
			"in/deep/above": "../../in/f.txt",
		} {
			require.NoError(t, os.Symlink(target, s.path(name)))
		}
	}
	outside := []string{"/relative", "/relative-dir/", "/relative-dir/f.txt", "/absolute", "/absolute-dir", "/absolute-dir/f.txt", "/in/up"}

	s := serve(t, files)
	links(s)
	for _, target := range append(outside, "/out-and-in", "/absolute-in", "/proc/") {
		assert.Equal(t, "404", status(s.get(t, target)), target)
	}
	for _, target := range []string{"/inside", "/inside-dir/f.txt", "/inside-dir/deep/above"} {
		assert.Equal(t, "inside", bodyOf(s.get(t, target)), target)
	}

	followed := serveWith(t, files, "HTTP/1.1", true)
	links(followed)
	for _, target := range outside {
		assert.Contains(t, []string{"200", "301"}, status(followed.get(t, target)), target)
	}
	assert.Equal(t, "inside", bodyOf(followed.get(t, "/out-and-in")))
	assert.Equal(t, "inside", bodyOf(followed.get(t, "/absolute-in")))
}

func Test66Permissions(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("permissions do not bind the superuser")
	}
	s := serve(t, map[string]string{"f": "hello\n", "closed/f": "", "unlisted/f": "f", "unindexed/index.html": "index", "hidden/index.html": ""})
	for name, mode := range map[string]os.FileMode{"f": 0, "closed": 0, "unlisted": 0o311, "unindexed": 0o311, "hidden/index.html": 0} {
		require.NoError(t, os.Chmod(s.path(name), mode))
		t.Cleanup(func() { os.Chmod(s.path(name), 0o755) })
	}
	for target, want := range map[string]string{
		"/f":          "HTTP/1.1 404 File not found",
		"/closed":     "HTTP/1.1 301 Moved Permanently",
		"/closed/":    "HTTP/1.1 404 File not found",
		"/closed/f":   "HTTP/1.1 404 File not found",
		"/unlisted/":  "HTTP/1.1 404 No permission to list directory",
		"/unlisted/f": "HTTP/1.1 200 OK",
		"/unindexed/": "HTTP/1.1 200 OK",
		"/hidden/":    "HTTP/1.1 404 File not found", // not its listing
	} {
		line, _, _ := strings.Cut(s.get(t, target), "\r\n")
		assert.Equal(t, want, line, target)
	}
}
