package beneath_test

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"example.com/socket-tutorial/05-simple-http/internal/beneath"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ways are the ways to open a root, which nobody can tell apart by the answers.
var ways = map[string]func(path string, followSymlinks bool) (*beneath.Root, error){
	"kept": beneath.OpenRoot, "plain": beneath.OpenPlain, "portable": beneath.OpenPortable,
}

// inEveryWay runs test with a root that is open at a fresh directory.
func inEveryWay(t *testing.T, test func(t *testing.T, directory string, root *beneath.Root, followSymlinks bool)) {
	for way, open := range ways {
		for suffix, follow := range map[string]bool{"": false, ", following links": true} {
			t.Run(way+suffix, func(t *testing.T) {
				directory := filepath.Join(t.TempDir(), "www")
				write(t, directory, "f", "first")
				root, err := open(directory, follow)
				require.NoError(t, err)
				t.Cleanup(func() { root.Close() })
				test(t, directory, root, follow)
			})
		}
	}
}

func write(t *testing.T, directory, name, content string) {
	t.Helper()
	path := filepath.Join(directory, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
}

// read is the content of name, or the error of opening it.
func read(t *testing.T, root *beneath.Root, name string) string {
	t.Helper()
	f, err := root.Open(name)
	if err != nil {
		return err.Error()
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	require.NoError(t, err)
	return string(content)
}

// What a build does: the directory goes, and another one of its name comes.
func TestDirectoryMadeAgain(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("an open directory cannot be removed here")
	}
	inEveryWay(t, func(t *testing.T, directory string, root *beneath.Root, _ bool) {
		require.Equal(t, "first", read(t, root, "f"))
		require.NoError(t, os.RemoveAll(directory))
		for _, name := range []string{"f", ".", "sub/f", "none"} {
			_, err := root.Open(name)
			assert.ErrorIs(t, err, beneath.ErrGone, name)
			assert.NotErrorIs(t, err, fs.ErrNotExist, "of a root that is there")
		}
		write(t, directory, "f", "second")
		write(t, directory, "sub/f", "deep")
		assert.Equal(t, "second", read(t, root, "f"))
		assert.Equal(t, "deep", read(t, root, "sub/f"))
		assert.Len(t, list(t, root, "."), 2)

		require.NoError(t, os.RemoveAll(directory))
		require.NoError(t, os.WriteFile(directory, nil, 0o644))
		_, err := root.Open("f")
		assert.ErrorIs(t, err, beneath.ErrGone, "a file is where the directory was")
	})
}

func list(t *testing.T, root *beneath.Root, name string) []beneath.Entry {
	t.Helper()
	f, err := root.Open(name)
	require.NoError(t, err)
	defer f.Close()
	entries, err := root.List(f)
	require.NoError(t, err)
	return entries
}

// What a release does: a link is switched from one directory to the next, at
// once (mv -T). The one before is still there.
func TestLinkIsSwitched(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no link to a folder is replaced in one step here")
	}
	for way, open := range ways {
		t.Run(way, func(t *testing.T) {
			parent := t.TempDir()
			write(t, parent, "one/f", "one")
			write(t, parent, "two/f", "two")
			current := filepath.Join(parent, "current")
			switchTo := func(name string) {
				if err := os.Symlink(name, current+".next"); err != nil {
					t.Skip("links need a privilege here: ", err)
				}
				require.NoError(t, os.Rename(current+".next", current))
			}
			switchTo("one")
			root, err := open(current, false)
			require.NoError(t, err)
			defer root.Close()
			for range 3 {
				require.Equal(t, "one", read(t, root, "f"))
				switchTo("two")
				require.Equal(t, "two", read(t, root, "f"))
				switchTo("one")
			}
		})
	}
}

// The current directory has a name, too.
func TestCurrentDirectoryMadeAgain(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the current directory cannot be removed here")
	}
	for way, open := range ways {
		t.Run(way, func(t *testing.T) {
			directory := filepath.Join(t.TempDir(), "www")
			write(t, directory, "f", "first")
			t.Chdir(directory)
			root, err := open(".", false)
			require.NoError(t, err)
			defer root.Close()
			require.NoError(t, os.RemoveAll(directory))
			write(t, directory, "f", "second")
			assert.Equal(t, "second", read(t, root, "f"))
		})
	}
}

// While the link is switched to and fro, every file comes from one of its two
// directories, and none of a third.
func TestLinkIsSwitchedWhileFilesAreOpened(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege here")
	}
	t.Parallel()
	for way, open := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			parent := t.TempDir()
			write(t, parent, "one/f", "one")
			write(t, parent, "two/sub/f", "two")
			write(t, parent, "f", "outside")
			current := filepath.Join(parent, "current")
			require.NoError(t, os.Symlink("one", current))
			root, err := open(current, false)
			require.NoError(t, err)
			defer root.Close()
			done := make(chan struct{})
			var group sync.WaitGroup
			for range 4 {
				group.Go(func() {
					for {
						select {
						case <-done:
							return
						default:
						}
						for name, want := range map[string]string{"f": "one", "sub/f": "two"} {
							if f, err := root.Open(name); err == nil {
								content, _ := io.ReadAll(f)
								assert.Equal(t, want, string(content))
								f.Close()
							}
						}
					}
				})
			}
			for i := range 1000 {
				require.NoError(t, os.Symlink([]string{"two", "one"}[i%2], current+".next"))
				require.NoError(t, os.Rename(current+".next", current))
			}
			close(done)
			group.Wait()
		})
	}
}

func TestOpenAfterClose(t *testing.T) {
	inEveryWay(t, func(t *testing.T, directory string, root *beneath.Root, _ bool) {
		before, err := root.Open("f")
		require.NoError(t, err)
		require.NoError(t, root.Close())
		content, err := io.ReadAll(before)
		require.NoError(t, err)
		assert.Equal(t, "first", string(content), "what is open stays so")
		require.NoError(t, before.Close())
		for _, name := range []string{"f", ".", "sub/f"} {
			_, err := root.Open(name)
			assert.ErrorIs(t, err, fs.ErrClosed, name)
		}
		assert.ErrorIs(t, root.Close(), fs.ErrClosed)
	})
}

func TestLinkOutsideIsNamed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege here")
	}
	inEveryWay(t, func(t *testing.T, directory string, root *beneath.Root, followSymlinks bool) {
		write(t, directory, "../secret", "outside")
		for name, target := range map[string]string{
			"relative": "../secret", "absolute": filepath.Join(directory, "../secret"), "back": filepath.Join(directory, "f"), "inside": "f",
		} {
			require.NoError(t, os.Symlink(target, filepath.Join(directory, name)))
		}
		assert.Equal(t, "first", read(t, root, "inside"))
		for _, name := range []string{"relative", "absolute", "back"} {
			f, err := root.Open(name)
			if followSymlinks {
				require.NoError(t, err, name)
				assert.NoError(t, f.Close())
			} else {
				assert.ErrorIs(t, err, beneath.ErrOutside, name)
			}
		}
	})
}

// Windows drops dots and blanks at the end of each element: such a name is
// another file's alias, and does not exist.
func TestAliases(t *testing.T) {
	for _, name := range []string{"file.txt.", "file.txt ", "sub./f", "sub /f", "a/b. .", "...", " "} {
		assert.True(t, beneath.IsAlias(name), name)
	}
	for _, name := range []string{"file.txt", ".", ".hidden", "a b/.c", "..x", "sub/f"} {
		assert.False(t, beneath.IsAlias(name), name)
	}
}

// An inode and a time of change tell a file from every other, and from what it
// was before.
func TestVersion(t *testing.T) {
	inEveryWay(t, func(t *testing.T, directory string, root *beneath.Root, _ bool) {
		write(t, directory, "g", "first")
		f, err := root.Open("f")
		require.NoError(t, err)
		defer f.Close()
		g, err := root.Open("g")
		require.NoError(t, err)
		defer g.Close()
		assert.NotEqual(t, f.Inode, g.Inode)
		assert.False(t, f.Changed.IsZero())
	})
}
