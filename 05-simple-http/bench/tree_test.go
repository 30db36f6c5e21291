package bench

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// makeTree makes the files that the workloads ask for and returns where.
func makeTree(b *testing.B) (directory string) {
	directory = makeSmallTree(b)
	write(b, directory, "one/two/three/four/1k.txt", 1<<10)
	write(b, directory, "100k.bin", 100<<10)
	listed := []int{1_000}
	if !testing.Short() {
		write(b, directory, "100m.bin", 100<<20)
		listed = append(listed, 100_000)
	}
	for _, entries := range listed {
		for i := range entries {
			write(b, directory, fmt.Sprintf("list-%d/file-%06d.txt", entries, i), 0)
		}
	}
	return directory
}

// makeSmallTree makes a directory with the one small file.
func makeSmallTree(b *testing.B) (directory string) {
	directory = b.TempDir()
	write(b, directory, "1k.txt", 1<<10)
	return directory
}

func write(tb testing.TB, directory, name string, size int) {
	path := filepath.Join(directory, name)
	require.NoError(tb, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(tb, os.WriteFile(path, bytes.Repeat([]byte{'x'}, size), 0o644))
}
