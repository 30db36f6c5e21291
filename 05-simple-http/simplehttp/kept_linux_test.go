package simplehttp_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/05-simple-http/simplehttp"
)

// What is kept is never old: not after a change of the same length with the
// modification time put back, and not after any other.
func TestKeptFilesAreCorrectAtOnce(t *testing.T) {
	for _, c := range []struct {
		name         string
		length, size int
	}{
		{"f", 6, 512 + 1 + 6},     // the content is kept
		{"a/b/f", 6, 512 + 5 + 6}, // and found again on a longer way
		{"f", 60_000, 256 << 10},  // the descriptor is kept
		{"a/b/f", 60_000, 256 << 10},
	} {
		first, second, third := strings.Repeat("1", c.length), strings.Repeat("2", c.length), strings.Repeat("3", c.length)
		s := serve(t, map[string]string{c.name: first})
		require.Eventually(t, func() bool {
			require.Equal(t, first, bodyOf(s.get(t, "/"+c.name)))
			files, bytes := s.root.Kept()
			return files == 1 && bytes == c.size
		}, time.Minute, 50*time.Millisecond, "a file left alone is kept")
		require.Equal(t, first, bodyOf(s.get(t, "/"+c.name)))

		s.write(t, c.name, second)
		assert.Equal(t, second, bodyOf(s.get(t, "/"+c.name)), "the same length, and the same modification time")
		require.NoError(t, os.Truncate(s.path(c.name), 3))
		assert.Equal(t, "222", bodyOf(s.get(t, "/"+c.name)))
		require.NoError(t, os.Remove(s.path(c.name)))
		assert.Equal(t, "404", status(s.get(t, "/"+c.name)))
		s.write(t, "g", third)
		require.NoError(t, os.Rename(s.path("g"), s.path(c.name)))
		assert.Equal(t, third, bodyOf(s.get(t, "/"+c.name)))
		require.NoError(t, os.Chmod(s.path(c.name), 0))
		want := "404"
		if os.Getuid() == 0 {
			want = "200" // root can read every file
		}
		assert.Equal(t, want, status(s.get(t, "/"+c.name)))
	}
}

func TestFreshFilesAreNotKept(t *testing.T) {
	s := serve(t, nil)
	for i := range 100 {
		content := fmt.Sprintf("%03d", i)
		s.write(t, "f", content)
		require.Equal(t, content, bodyOf(s.get(t, "/f")), "changes within a tick leave the same times")
		require.Equal(t, content, bodyOf(s.get(t, "/f")))
	}
}

func TestKeptMemoryIsBounded(t *testing.T) {
	s := serve(t, nil)
	s.root.KeepAtOnce()
	content := strings.Repeat("x", 16<<10)
	s.write(t, "0", content)
	for i := range 2100 {
		name := fmt.Sprint(i)
		if i > 0 {
			require.NoError(t, os.Link(s.path("0"), s.path(name)))
		}
		f, err := s.root.Open(name)
		require.NoError(t, err)
		require.NoError(t, f.Close())
	}
	files, bytes := s.root.Kept()
	assert.Equal(t, 32<<20/(16<<10+512+4), files)
	assert.LessOrEqual(t, bytes, 32<<20)
	s.write(t, "large", strings.Repeat("x", 256<<10+1))
	require.Equal(t, "200", status(s.get(t, "/large")))
	after, _ := s.root.Kept()
	assert.Equal(t, files, after, "a file of more than 256 KiB is not kept")
}

func TestKeptDescriptorsAreBounded(t *testing.T) {
	s := serve(t, map[string]string{"0": strings.Repeat("x", 16<<10+1)})
	root, err := simplehttp.OpenRoot(s.directory, false)
	require.NoError(t, err)
	root.KeepAtOnce()
	for i := range 300 {
		name := fmt.Sprint(i)
		if i > 0 {
			require.NoError(t, os.Link(s.path("0"), s.path(name)))
		}
		f, err := root.Open(name)
		require.NoError(t, err)
		require.NoError(t, f.Close())
	}
	files, _ := root.Kept()
	assert.Equal(t, 128, files)
	assert.Equal(t, 128, s.openFiles(t), "what is not kept is closed")
	require.NoError(t, root.Close())
	assert.Zero(t, s.openFiles(t), "with the root, all are")
}

// A descriptor that is kept is shared by the requests of this moment, each of
// which is somewhere else in the file.
func TestKeptDescriptorIsShared(t *testing.T) {
	content := strings.Repeat("0123456789", 10_000)
	s := serve(t, map[string]string{"f": content})
	s.root.KeepAtOnce()
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			for range 50 {
				assert.Equal(t, content, bodyOf(s.get(t, "/f")))
				assert.Equal(t, content[i*1000:], bodyOf(s.get(t, "/f", fmt.Sprintf("Range: bytes=%d-\r\n", i*1000))))
			}
		})
	}
	group.Wait()
}

// Who is being sent a file gets the whole of it, though it is kept no longer.
func TestForgottenWhileItIsSent(t *testing.T) {
	before, after := strings.Repeat("before", 10_000), strings.Repeat("after", 10_000)
	s := serve(t, map[string]string{"f": before})
	s.root.KeepAtOnce()
	old, err := s.root.Open("f")
	require.NoError(t, err)
	s.write(t, "g", after)
	require.NoError(t, os.Rename(s.path("g"), s.path("f")))
	require.Equal(t, after, bodyOf(s.get(t, "/f")))
	assert.Equal(t, 2, s.openFiles(t))
	sent, err := io.ReadAll(old)
	require.NoError(t, err)
	assert.Equal(t, before, string(sent))
	require.NoError(t, old.Close())
	assert.Equal(t, 1, s.openFiles(t), "the new one is kept")
	require.NoError(t, os.Remove(s.path("f")))
	require.Equal(t, "404", status(s.get(t, "/f")))
	assert.Zero(t, s.openFiles(t), "what is gone is not")
}

// openFiles is how many files of the site are open in this process.
func (s *site) openFiles(t *testing.T) (n int) {
	t.Helper()
	descriptors, err := filepath.Glob("/proc/self/fd/*")
	require.NoError(t, err)
	for _, descriptor := range descriptors {
		if target, err := os.Readlink(descriptor); err == nil && strings.HasPrefix(target, s.directory+"/") {
			n++
		}
	}
	return n
}

// A kept file answers as one that is read.
func TestKeptFileIsAFile(t *testing.T) {
	s := serve(t, map[string]string{"ten": "0123456789", "empty": "", "sub/f": "x", "index.html": "index"})
	fresh := []string{s.get(t, "/ten"), s.get(t, "/empty"), s.get(t, "/ten", "Range: bytes=2-4\r\n")}
	s.root.KeepAtOnce()
	for range 3 {
		assert.Equal(t, fresh, []string{s.get(t, "/ten"), s.get(t, "/empty"), s.get(t, "/ten", "Range: bytes=2-4\r\n")})
		assert.Equal(t, "404", status(s.get(t, "/ten/")))
		assert.Equal(t, "x", bodyOf(s.get(t, "/sub/f")))
		assert.Equal(t, "index", bodyOf(s.get(t, "/")))
	}
	files, _ := s.root.Kept()
	assert.Equal(t, 4, files)
	answer := s.ask(t, strings.Repeat("GET /ten HTTP/1.1\r\nHost: a\r\n\r\n", 2000))
	assert.Equal(t, 2000, strings.Count(answer, "\r\n\r\n0123456789"), "pipelined beyond the writer's buffer")
}

// A link that takes the place of a kept file is no file.
func TestKeptNameBecomesALink(t *testing.T) {
	s := serve(t, map[string]string{"f": "inside", "../secret/f": "outside"})
	s.root.KeepAtOnce()
	require.Equal(t, "inside", bodyOf(s.get(t, "/f")))
	require.NoError(t, os.Rename(s.path("f"), s.path("../secret/f")))
	require.NoError(t, os.Symlink("../secret/f", s.path("f")))
	assert.Equal(t, "404", status(s.get(t, "/f")), "the very file, but outside")
}

// And neither is what a link to outside leads to that takes the place of a
// directory on the way: the file has not changed at all.
func TestDirectoryOfAKeptFileBecomesALink(t *testing.T) {
	s := serve(t, map[string]string{"a/b/f": "inside"})
	s.root.KeepAtOnce()
	require.Equal(t, "inside", bodyOf(s.get(t, "/a/b/f")))
	require.NoError(t, os.Rename(s.path("a"), s.path("../moved")))
	require.NoError(t, os.Symlink("../moved", s.path("a")))
	assert.Equal(t, "404", status(s.get(t, "/a/b/f")), "the very file, but outside")
	require.NoError(t, os.Remove(s.path("a")))
	require.NoError(t, os.Rename(s.path("../moved"), s.path("b")))
	require.NoError(t, os.Symlink("b", s.path("a")))
	assert.Equal(t, "inside", bodyOf(s.get(t, "/a/b/f")), "by a link that stays inside")
}

// A listing that is kept has the names of now; sizes may be a second late.
func TestKeptListing(t *testing.T) {
	s := serve(t, map[string]string{"f": "", "sub/g": ""})
	then := time.Now()
	require.Eventually(t, func() bool {
		list(t, s.get(t, "/"))
		return s.root.KeptListings() == 1
	}, time.Minute, 50*time.Millisecond, "a directory left alone is kept")
	require.GreaterOrEqual(t, time.Since(then), 2*time.Second)

	require.NoError(t, os.WriteFile(s.path("f"), []byte("hello\n"), 0o644))
	assert.Eventually(t, func() bool { return list(t, s.get(t, "/"))[0][2] == "6 B" }, time.Minute, 10*time.Millisecond)
	s.write(t, "new", "")
	assert.Len(t, list(t, s.get(t, "/")), 3, "at once")
	require.NoError(t, os.Remove(s.path("f")))
	assert.Len(t, list(t, s.get(t, "/")), 2, "at once")
	require.NoError(t, os.Rename(s.path("new"), s.path("newer")))
	assert.Equal(t, "newer", list(t, s.get(t, "/"))[0][0], "at once")
}
