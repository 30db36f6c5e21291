package beneath_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/socket-tutorial/05-simple-http/internal/beneath"
	"example.com/socket-tutorial/05-simple-http/internal/sitetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is kept is never old: not after a change of the same length with the
// modification time put back, and not after any other.
func TestKeptFilesAreCorrectAtOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		length, size int
	}{
		{"f", 6, 512 + 1 + 6},     // the content is kept
		{"a/b/f", 6, 512 + 5 + 6}, // below other folders, and kept, too
		{"f", 60_000, 256 << 10},  // the descriptor is kept
		{"a/b/f", 60_000, 256 << 10},
	} {
		t.Run(fmt.Sprint(c.name, " of ", c.length), func(t *testing.T) {
			t.Parallel()
			first, second, third := strings.Repeat("1", c.length), strings.Repeat("2", c.length), strings.Repeat("3", c.length)
			s := sitetest.Serve(t, map[string]string{c.name: first})
			s.Root.Kept(t) // or skip
			require.Eventually(t, func() bool {
				require.Equal(t, first, sitetest.BodyOf(s.Get(t, "/"+c.name)))
				files, bytes := s.Root.Kept(t)
				return files == 1 && bytes == c.size
			}, time.Minute, 50*time.Millisecond, "a file left alone is kept")
			require.Equal(t, first, sitetest.BodyOf(s.Get(t, "/"+c.name)))

			s.Write(t, c.name, second)
			assert.Equal(t, second, sitetest.BodyOf(s.Get(t, "/"+c.name)), "the same length, and the same modification time")
			require.NoError(t, os.Truncate(s.Path(c.name), 3))
			assert.Equal(t, "222", sitetest.BodyOf(s.Get(t, "/"+c.name)))
			require.NoError(t, os.Remove(s.Path(c.name)))
			assert.Equal(t, "404", sitetest.Status(s.Get(t, "/"+c.name)))
			s.Write(t, "g", third)
			require.NoError(t, os.Rename(s.Path("g"), s.Path(c.name)))
			assert.Equal(t, third, sitetest.BodyOf(s.Get(t, "/"+c.name)))
			require.NoError(t, os.Chmod(s.Path(c.name), 0))
			want := "404"
			if os.Getuid() == 0 {
				want = "200" // root can read every file
			}
			assert.Equal(t, want, sitetest.Status(s.Get(t, "/"+c.name)))
		})
	}
}

// Whatever is made of a kept file is made once for each of its versions.
func TestOnceForEachVersion(t *testing.T) {
	t.Parallel()
	for _, length := range []int{6, 60_000} { // the content is kept, or the descriptor
		s := sitetest.Serve(t, nil)
		s.Root.KeepAtOnce(t)
		for version := range 3 {
			s.Write(t, "f", strings.Repeat("1", length+version))
			var made atomic.Int64
			var users sync.WaitGroup
			for range 8 {
				users.Go(func() {
					file, err := s.Root.Open("f")
					if assert.NoError(t, err) {
						defer file.Close()
						assert.Equal(t, length+version, file.Once(func(f *beneath.File) any { made.Add(1); return int(f.Size) }))
					}
				})
			}
			users.Wait()
			before := made.Load()
			file, err := s.Root.Open("f")
			require.NoError(t, err)
			assert.Equal(t, length+version, file.Once(func(*beneath.File) any { made.Add(1); return 0 }))
			assert.Equal(t, before, made.Load(), "it is kept by now")
			file.Close()
		}
	}
}

func TestFreshFilesAreNotKept(t *testing.T) {
	s := sitetest.Serve(t, nil)
	for i := range 100 {
		content := fmt.Sprintf("%03d", i)
		s.Write(t, "f", content)
		require.Equal(t, content, sitetest.BodyOf(s.Get(t, "/f")), "changes within a tick leave the same times")
		require.Equal(t, content, sitetest.BodyOf(s.Get(t, "/f")))
	}
}

func TestKeptMemoryIsBounded(t *testing.T) {
	s := sitetest.Serve(t, nil)
	s.Root.KeepAtOnce(t)
	content := strings.Repeat("x", 16<<10)
	s.Write(t, "0", content)
	for i := range 2100 {
		name := fmt.Sprint(i)
		if i > 0 {
			require.NoError(t, os.Link(s.Path("0"), s.Path(name)))
		}
		f, err := s.Root.Open(name)
		require.NoError(t, err)
		require.NoError(t, f.Close())
	}
	files, bytes := s.Root.Kept(t)
	assert.Equal(t, 32<<20/(16<<10+512+4), files)
	assert.LessOrEqual(t, bytes, 32<<20)
	s.Write(t, "large", strings.Repeat("x", 256<<10+1))
	require.Equal(t, "200", sitetest.Status(s.Get(t, "/large")))
	after, _ := s.Root.Kept(t)
	assert.Equal(t, files, after, "a file of more than 256 KiB is not kept")
}

func TestKeptDescriptorsAreBounded(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"0": strings.Repeat("x", 16<<10+1)})
	root, err := beneath.OpenRoot(s.Directory, false)
	require.NoError(t, err)
	root.KeepAtOnce(t)
	for i := range 300 {
		name := fmt.Sprint(i)
		if i > 0 {
			require.NoError(t, os.Link(s.Path("0"), s.Path(name)))
		}
		f, err := root.Open(name)
		require.NoError(t, err)
		require.NoError(t, f.Close())
	}
	files, _ := root.Kept(t)
	assert.Equal(t, 128, files)
	assert.Equal(t, 128, openFiles(t, s), "what is not kept is closed")
	require.NoError(t, root.Close())
	assert.Zero(t, openFiles(t, s), "with the root, all are")
}

// A descriptor that is kept is shared by the requests of this moment, each of
// which is somewhere else in the file.
func TestKeptDescriptorIsShared(t *testing.T) {
	content := strings.Repeat("0123456789", 10_000)
	s := sitetest.Serve(t, map[string]string{"f": content})
	s.Root.KeepAtOnce(t)
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			for range 3 {
				assert.Equal(t, content, sitetest.BodyOf(s.Get(t, "/f")))
				assert.Equal(t, content[i*1000:], sitetest.BodyOf(s.Get(t, "/f", fmt.Sprintf("Range: bytes=%d-\r\n", i*1000))))
			}
		})
	}
	group.Wait()
}

// Who is being sent a file gets the whole of it, though it is kept no longer.
func TestForgottenWhileItIsSent(t *testing.T) {
	before, after := strings.Repeat("before", 10_000), strings.Repeat("after", 10_000)
	s := sitetest.Serve(t, map[string]string{"f": before})
	s.Root.KeepAtOnce(t)
	old, err := s.Root.Open("f")
	require.NoError(t, err)
	s.Write(t, "g", after)
	require.NoError(t, os.Rename(s.Path("g"), s.Path("f")))
	require.Equal(t, after, sitetest.BodyOf(s.Get(t, "/f")))
	assert.Equal(t, 2, openFiles(t, s))
	sent, err := io.ReadAll(old)
	require.NoError(t, err)
	assert.Equal(t, before, string(sent))
	require.NoError(t, old.Close())
	assert.Equal(t, 1, openFiles(t, s), "the new one is kept")
	require.NoError(t, os.Remove(s.Path("f")))
	require.Equal(t, "404", sitetest.Status(s.Get(t, "/f")))
	assert.Zero(t, openFiles(t, s), "what is gone is not")
}

// openFiles is how many files of the site are open in this process.
func openFiles(t *testing.T, s *sitetest.Site) (n int) {
	t.Helper()
	descriptors, err := filepath.Glob("/proc/self/fd/*")
	require.NoError(t, err)
	for _, descriptor := range descriptors {
		if target, err := os.Readlink(descriptor); err == nil && strings.HasPrefix(target, s.Directory+"/") {
			n++
		}
	}
	return n
}

// A kept file answers as one that is read.
func TestKeptFileIsAFile(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"ten": "0123456789", "empty": "", "sub/f": "x", "index.html": "index"})
	fresh := []string{s.Get(t, "/ten"), s.Get(t, "/empty"), s.Get(t, "/ten", "Range: bytes=2-4\r\n")}
	s.Root.KeepAtOnce(t)
	for range 3 {
		assert.Equal(t, fresh, []string{s.Get(t, "/ten"), s.Get(t, "/empty"), s.Get(t, "/ten", "Range: bytes=2-4\r\n")})
		assert.Equal(t, "404", sitetest.Status(s.Get(t, "/ten/")))
		assert.Equal(t, "x", sitetest.BodyOf(s.Get(t, "/sub/f")))
		assert.Equal(t, "index", sitetest.BodyOf(s.Get(t, "/")))
	}
	files, _ := s.Root.Kept(t)
	assert.Equal(t, 4, files)
	answer := s.Ask(t, strings.Repeat("GET /ten HTTP/1.1\r\nHost: a\r\n\r\n", 2000))
	assert.Equal(t, 2000, strings.Count(answer, "\r\n\r\n0123456789"), "pipelined beyond the writer's buffer")
}

// A link that takes the place of a kept file is no file.
func TestKeptNameBecomesALink(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"f": "inside", "../secret/f": "outside"})
	s.Root.KeepAtOnce(t)
	require.Equal(t, "inside", sitetest.BodyOf(s.Get(t, "/f")))
	require.NoError(t, os.Rename(s.Path("f"), s.Path("../secret/f")))
	require.NoError(t, os.Symlink("../secret/f", s.Path("f")))
	assert.Equal(t, "404", sitetest.Status(s.Get(t, "/f")), "the very file, but outside")
}

// And neither is what a link to outside leads to that takes the place of a
// directory on the way: the file has not changed at all.
func TestDirectoryOfAKeptFileBecomesALink(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"a/b/f": "inside"})
	s.Root.KeepAtOnce(t)
	require.Equal(t, "inside", sitetest.BodyOf(s.Get(t, "/a/b/f")))
	require.NoError(t, os.Rename(s.Path("a"), s.Path("../moved")))
	require.NoError(t, os.Symlink("../moved", s.Path("a")))
	assert.Equal(t, "404", sitetest.Status(s.Get(t, "/a/b/f")), "the very file, but outside")
	require.NoError(t, os.Remove(s.Path("a")))
	require.NoError(t, os.Rename(s.Path("../moved"), s.Path("b")))
	require.NoError(t, os.Symlink("b", s.Path("a")))
	assert.Equal(t, "inside", sitetest.BodyOf(s.Get(t, "/a/b/f")), "by a link that stays inside")
}

// A listing that is kept has the names of now; sizes may be a second late.
func TestKeptListing(t *testing.T) {
	t.Parallel()
	s := sitetest.Serve(t, map[string]string{"f": "", "sub/g": ""})
	s.Root.KeptListings(t) // or skip
	then := time.Now()
	require.Eventually(t, func() bool {
		sitetest.List(t, s.Get(t, "/"))
		return s.Root.KeptListings(t) == 1
	}, time.Minute, 50*time.Millisecond, "a directory left alone is kept")
	require.GreaterOrEqual(t, time.Since(then), 2*time.Second)

	require.NoError(t, os.WriteFile(s.Path("f"), []byte("hello\n"), 0o644))
	assert.Eventually(t, func() bool { return sitetest.List(t, s.Get(t, "/"))[0][2] == "6 B" }, time.Minute, 10*time.Millisecond)
	s.Write(t, "new", "")
	assert.Len(t, sitetest.List(t, s.Get(t, "/")), 3, "at once")
	require.NoError(t, os.Remove(s.Path("f")))
	assert.Len(t, sitetest.List(t, s.Get(t, "/")), 2, "at once")
	require.NoError(t, os.Rename(s.Path("new"), s.Path("newer")))
	assert.Equal(t, "newer", sitetest.List(t, s.Get(t, "/"))[0][0], "at once")
}
