package simplehttp_test

import (
	"os"
	"strings"
	"syscall"
	"testing"

	"example.com/socket-tutorial/05-simple-http/simplehttp"
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

var (
	linkedFiles = map[string]string{"../secret/f.txt": "outside", "in/f.txt": "inside", "in/deep/g.txt": "inside"}
	leadOutside = map[string]string{
		"relative":     "../secret/f.txt",
		"relative-dir": "../secret",
		"absolute":     "/dev/../etc/passwd",
		"absolute-dir": "/etc",
		"in/up":        "../../secret/f.txt",
		"out-and-in":   "../www/in/f.txt",
		"proc":         "/proc/self/cwd",
	}
	leadInside = map[string]string{"inside": "in/f.txt", "inside-dir": "in", "in/deep/above": "../../in/f.txt"}
)

func link(t *testing.T, s *site) {
	t.Helper()
	for _, links := range []map[string]string{leadOutside, leadInside} {
		for name, target := range links {
			require.NoError(t, os.Symlink(target, s.path(name)))
		}
	}
	require.NoError(t, os.Symlink(s.path("in/f.txt"), s.path("absolute-in")))
}

func Test64LinksOutside(t *testing.T) {
	for name, open := range map[string]func(string, bool) (*simplehttp.Root, error){
		"in the kernel": simplehttp.OpenRoot,
		"portable":      simplehttp.OpenPortableRoot,
	} {
		t.Run(name, func(t *testing.T) {
			s := serveRoot(t, linkedFiles, "HTTP/1.1", func(path string) (*simplehttp.Root, error) { return open(path, false) })
			link(t, s)
			for _, target := range []string{"/relative-dir/", "/relative-dir/f.txt", "/absolute-dir/passwd", "/proc/", "/absolute-in"} {
				assert.Equal(t, "404", status(s.get(t, target)), target)
			}
			for name := range leadOutside {
				assert.Equal(t, "404", status(s.get(t, "/"+name)), name)
			}
			for _, target := range []string{"/inside", "/inside-dir/f.txt", "/inside-dir/deep/above"} {
				assert.Equal(t, "inside", bodyOf(s.get(t, target)), target)
			}
			assert.Equal(t, "301", status(s.get(t, "/inside-dir")))
		})
		t.Run(name+", followed", func(t *testing.T) {
			s := serveRoot(t, linkedFiles, "HTTP/1.1", func(path string) (*simplehttp.Root, error) { return open(path, true) })
			link(t, s)
			assert.Equal(t, "outside", bodyOf(s.get(t, "/relative")))
			assert.Equal(t, "outside", bodyOf(s.get(t, "/relative-dir/f.txt")))
			assert.Contains(t, s.get(t, "/absolute-dir/passwd"), "root:")
			assert.Equal(t, "inside", bodyOf(s.get(t, "/out-and-in")))
			assert.Equal(t, "inside", bodyOf(s.get(t, "/absolute-in")))
		})
	}
}

// Both ways to open a directory serve the same.
func TestPortable(t *testing.T) {
	files := map[string]string{"a.txt": "hello\n", "B/c.txt": "c", "large": strings.Repeat("x", 100_000), "i/index.html": "index", "back\\slash": "x", "co:lon": "x"}
	kernel := serve(t, files)
	portable := serveRoot(t, files, "HTTP/1.1", func(path string) (*simplehttp.Root, error) { return simplehttp.OpenPortableRoot(path, false) })
	for _, s := range []*site{kernel, portable} {
		require.NoError(t, syscall.Mkfifo(s.path("fifo"), 0o644))
		for name, target := range map[string]string{"link": "a.txt", "link-to-B": "B", "outside": "../x", "loop": "loop"} {
			require.NoError(t, os.Symlink(target, s.path(name)))
		}
	}
	for _, target := range []string{
		"/a.txt", "/a.txt/", "/a.txt/x", "/B", "/B/", "/B/c.txt", "/large", "/i/", "/fifo", "/fifo/", "/link", "/link/", "/link-to-B", "/link-to-B/c.txt",
		"/outside", "/loop", "/nowhere", "/back%5cslash", "/co:lon", "/a.txt%00", "/../a.txt", "/%ff", "/" + strings.Repeat("n", 300),
	} {
		assert.Equal(t, kernel.get(t, target), portable.get(t, target), target)
	}
	ours, theirs := list(t, kernel.get(t, "/")), list(t, portable.get(t, "/"))
	for i := range ours {
		assert.Equal(t, ours[i][:3], theirs[i][:3], "but for the time")
	}
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
