package docs

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// In a worktree .git is a file that names a folder elsewhere.
func TestGitsOwnFilesAreNoneOfTheRepository(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"one/.git/config", "two/.git", "two/README.md"} {
		path := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, nil, 0o644))
	}
	var visited []string
	require.NoError(t, walk(root, func(path string, entry fs.DirEntry) error {
		visited = append(visited, entry.Name())
		return nil
	}))
	assert.Equal(t, []string{"README.md"}, visited)
}
