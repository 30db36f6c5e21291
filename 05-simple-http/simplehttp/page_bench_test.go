package simplehttp

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// fill makes n files in a fresh directory.
func fill(t testing.TB, n int) (directory string) {
	t.Helper()
	directory = t.TempDir()
	for i := range n {
		require.NoError(t, os.WriteFile(filepath.Join(directory, fmt.Sprintf("file-%06d.txt", i)), []byte("x"), 0o644))
	}
	return directory
}

// What a listing of 1,000 names costs apart from sending it, with sizes and
// dates, beside net/http's with names alone.
func BenchmarkListing(b *testing.B) {
	directory := fill(b, 1000)
	b.Run("simplehttp", func(b *testing.B) {
		root, err := OpenRoot(directory, false)
		require.NoError(b, err)
		defer root.Close()
		b.ReportAllocs()
		for b.Loop() {
			f, err := root.Open(".")
			require.NoError(b, err)
			entries, err := root.List(f)
			require.NoError(b, err)
			appendListing(make([]byte, 0, pageSize(entries)), ".", entries, sorting{})
			f.Close()
		}
	})
	b.Run("net-http", func(b *testing.B) {
		handler := http.FileServer(http.Dir(directory))
		request := httptest.NewRequest("GET", "/", nil)
		b.ReportAllocs()
		for b.Loop() {
			handler.ServeHTTP(httptest.NewRecorder(), request)
		}
	})
}
