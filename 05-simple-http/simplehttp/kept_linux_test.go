package simplehttp_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is kept is never old: not after a change of the same length with the
// modification time put back, and not after any other.
func TestKeptContentsAreCorrectAtOnce(t *testing.T) {
	s := serve(t, map[string]string{"f": "first!"})
	require.Eventually(t, func() bool {
		require.Equal(t, "first!", bodyOf(s.get(t, "/f")))
		files, bytes := s.root.Kept()
		return files == 1 && bytes == 512+6
	}, time.Minute, 50*time.Millisecond, "a file left alone is kept")
	require.Equal(t, "first!", bodyOf(s.get(t, "/f")))

	s.write(t, "f", "second")
	assert.Equal(t, "second", bodyOf(s.get(t, "/f")), "the same length, and the same modification time")
	require.NoError(t, os.Truncate(s.path("f"), 3))
	assert.Equal(t, "sec", bodyOf(s.get(t, "/f")))
	require.NoError(t, os.Remove(s.path("f")))
	assert.Equal(t, "404", status(s.get(t, "/f")))
	s.write(t, "g", "other!")
	require.NoError(t, os.Rename(s.path("g"), s.path("f")))
	assert.Equal(t, "other!", bodyOf(s.get(t, "/f")))
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
	assert.Equal(t, 32<<20/(16<<10+512), files)
	assert.LessOrEqual(t, bytes, 32<<20)
	s.write(t, "large", content+"x")
	require.Equal(t, "200", status(s.get(t, "/large")))
	after, _ := s.root.Kept()
	assert.Equal(t, files, after, "a file of more than 16 KiB is not kept")
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
	assert.Equal(t, 3, files, "the index, too, but no name with a slash")
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
