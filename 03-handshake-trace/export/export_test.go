package export

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/03-handshake-trace/recording"
	"example.com/socket-tutorial/harness/lang"
)

// The index leads to every page that is there, whoever wrote it, and the small
// picture is that of the recording beside it.
func TestIndex(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "a [strange] name")
	require.NoError(t, Prepare(directory))
	path, err := Index(directory)
	require.NoError(t, err)
	assert.Empty(t, path, "no page, no index")

	file, err := os.Open("../recorded/refused.pcapng")
	require.NoError(t, err)
	defer file.Close()
	trace, err := recording.Read(file)
	require.NoError(t, err)
	paths, err := Trace(directory, "refused", trace, lang.English)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(directory, "refused.html"), paths[len(paths)-1])
	require.NoError(t, os.WriteFile(filepath.Join(directory, "&lt;b.html"), nil, 0o666))

	path, err = Index(directory)
	require.NoError(t, err)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Contains(t, string(text), `href="refused.html"`)
	assert.Contains(t, string(text), `<path class="rst"`)
	assert.Contains(t, string(text), `href="&amp;lt;b.html"`)
	assert.Contains(t, string(text), "<strong>&amp;lt;b</strong>")
}
