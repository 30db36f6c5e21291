package simplehttp_test

import (
	"os"
	"strings"
	"syscall"
	"testing"

	"example.com/socket-tutorial/05-simple-http/internal/beneath"
	"example.com/socket-tutorial/05-simple-http/internal/sitetest"
	"example.com/socket-tutorial/05-simple-http/simplehttp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFIFO(t *testing.T) {
	s := sitetest.Serve(t, nil)
	require.NoError(t, syscall.Mkfifo(s.Path("fifo"), 0o644))
	assert.Equal(t, "404", sitetest.Status(s.Get(t, "/fifo")))
	assert.Equal(t, "404", sitetest.Status(s.Ask(t, "HEAD /fifo HTTP/1.1\r\nHost: a\r\n\r\n")))
	assert.Len(t, sitetest.List(t, s.Get(t, "/")), 1, "it is in the listing all the same")
}

func TestIndexIsNoFile(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"directory/index.html/f": "", "fifo/f": "", "next/index.htm": "htm", "socket/f": "", "through/f": "", "fallback/index.htm": "htm"})
	require.NoError(t, syscall.Mkfifo(s.Path("fifo/index.html"), 0o644))
	require.NoError(t, syscall.Mkfifo(s.Path("next/index.html"), 0o644))
	assert.Len(t, sitetest.List(t, s.Get(t, "/directory/")), 1)
	assert.Len(t, sitetest.List(t, s.Get(t, "/fifo/")), 2)
	assert.Equal(t, "htm", sitetest.BodyOf(s.Get(t, "/next/")))
	for _, folder := range []string{"socket", "fallback"} {
		require.NoError(t, syscall.Mknod(s.Path(folder+"/index.html"), syscall.S_IFSOCK|0o644, 0))
	}
	require.NoError(t, os.Symlink("f/x", s.Path("through/index.html")))
	assert.Len(t, sitetest.List(t, s.Get(t, "/socket/")), 2)
	assert.Len(t, sitetest.List(t, s.Get(t, "/through/")), 2)
	assert.Equal(t, "htm", sitetest.BodyOf(s.Get(t, "/fallback/")))
}

func TestDevice(t *testing.T) {
	s := sitetest.ServeWith(t, nil, "HTTP/1.1", true)
	require.NoError(t, os.Symlink("/dev/zero", s.Path("zero")))
	require.NoError(t, os.Symlink("/dev/null", s.Path("null")))
	assert.Equal(t, "404", sitetest.Status(s.Get(t, "/zero")), "even where links are followed")
	assert.Equal(t, "404", sitetest.Status(s.Get(t, "/null")))
}

func TestSocketAndLoop(t *testing.T) {
	s := sitetest.Serve(t, nil)
	// mknod(2) makes a socket without binding it, and without privileges.
	require.NoError(t, syscall.Mknod(s.Path("socket"), syscall.S_IFSOCK|0o644, 0))
	require.NoError(t, os.Symlink("loop", s.Path("loop")))
	require.NoError(t, os.Symlink("there", s.Path("back")))
	require.NoError(t, os.Symlink("back", s.Path("there")))
	for _, target := range []string{"/socket", "/loop", "/loop/", "/loop/x", "/back"} {
		assert.Equal(t, "404", sitetest.Status(s.Get(t, target)), target)
	}
	assert.Len(t, sitetest.List(t, s.Get(t, "/")), 4)
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

func link(t *testing.T, s *sitetest.Site) {
	t.Helper()
	for _, links := range []map[string]string{leadOutside, leadInside} {
		for name, target := range links {
			require.NoError(t, os.Symlink(target, s.Path(name)))
		}
	}
	require.NoError(t, os.Symlink(s.Path("in/f.txt"), s.Path("absolute-in")))
}

func TestLinksOutside(t *testing.T) {
	for name, open := range map[string]func(string, bool) (*beneath.Root, error){
		"in the kernel": simplehttp.OpenRoot,
		"portable":      beneath.OpenPortable,
	} {
		t.Run(name, func(t *testing.T) {
			s := sitetest.ServeRoot(t, linkedFiles, "HTTP/1.1", func(path string) (*beneath.Root, error) { return open(path, false) })
			link(t, s)
			for _, target := range []string{"/relative-dir/", "/relative-dir/f.txt", "/absolute-dir/passwd", "/proc/", "/absolute-in"} {
				assert.Equal(t, "404", sitetest.Status(s.Get(t, target)), target)
			}
			for name := range leadOutside {
				assert.Equal(t, "404", sitetest.Status(s.Get(t, "/"+name)), name)
			}
			for _, target := range []string{"/inside", "/inside-dir/f.txt", "/inside-dir/deep/above"} {
				assert.Equal(t, "inside", sitetest.BodyOf(s.Get(t, target)), target)
			}
			assert.Equal(t, "301", sitetest.Status(s.Get(t, "/inside-dir")))
		})
		t.Run(name+", followed", func(t *testing.T) {
			s := sitetest.ServeRoot(t, linkedFiles, "HTTP/1.1", func(path string) (*beneath.Root, error) { return open(path, true) })
			link(t, s)
			assert.Equal(t, "outside", sitetest.BodyOf(s.Get(t, "/relative")))
			assert.Equal(t, "outside", sitetest.BodyOf(s.Get(t, "/relative-dir/f.txt")))
			assert.Contains(t, s.Get(t, "/absolute-dir/passwd"), "root:")
			assert.Equal(t, "inside", sitetest.BodyOf(s.Get(t, "/out-and-in")))
			assert.Equal(t, "inside", sitetest.BodyOf(s.Get(t, "/absolute-in")))
		})
	}
}

// Both ways to open a directory serve the same.
func TestPortable(t *testing.T) {
	files := map[string]string{"a.txt": "hello\n", "B/c.txt": "c", "large": strings.Repeat("x", 100_000), "i/index.html": "index", "back\\slash": "x", "co:lon": "x"}
	kernel := sitetest.Serve(t, files)
	portable := sitetest.ServeRoot(t, files, "HTTP/1.1", func(path string) (*beneath.Root, error) { return beneath.OpenPortable(path, false) })
	for _, s := range []*sitetest.Site{kernel, portable} {
		require.NoError(t, syscall.Mkfifo(s.Path("fifo"), 0o644))
		for name, target := range map[string]string{"link": "a.txt", "link-to-B": "B", "outside": "../x", "loop": "loop"} {
			require.NoError(t, os.Symlink(target, s.Path(name)))
		}
	}
	for _, target := range []string{
		"/a.txt", "/a.txt/", "/a.txt/x", "/B", "/B/", "/B/c.txt", "/large", "/i/", "/fifo", "/fifo/", "/link", "/link/", "/link-to-B", "/link-to-B/c.txt",
		"/outside", "/loop", "/nowhere", "/back%5cslash", "/co:lon", "/a.txt%00", "/../a.txt", "/%ff", "/" + strings.Repeat("n", 300),
	} {
		assert.Equal(t, kernel.Get(t, target), portable.Get(t, target), target)
	}
	ours, theirs := sitetest.List(t, kernel.Get(t, "/")), sitetest.List(t, portable.Get(t, "/"))
	for i := range ours {
		assert.Equal(t, ours[i][:3], theirs[i][:3], "but for the time")
	}
}

func TestPermissions(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("permissions do not bind the superuser")
	}
	if sitetest.IsPortable() {
		t.Skip("os.Root does not walk through a folder that it may not read")
	}
	s := sitetest.Serve(t, map[string]string{"f": "hello\n", "closed/f": "", "unlisted/f": "f", "unindexed/index.html": "index", "hidden/index.html": ""})
	for name, mode := range map[string]os.FileMode{"f": 0, "closed": 0, "unlisted": 0o311, "unindexed": 0o311, "hidden/index.html": 0} {
		require.NoError(t, os.Chmod(s.Path(name), mode))
		t.Cleanup(func() { os.Chmod(s.Path(name), 0o755) })
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
		line, _, _ := strings.Cut(s.Get(t, target), "\r\n")
		assert.Equal(t, want, line, target)
	}
}
