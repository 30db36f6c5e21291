package exercise

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A participant keeps a client beside the server, to try it with.
func TestTheStarterIsFoundAmongOtherFiles(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{
		"client.py": "import socket\n",
		"server.py": "\"\"\"An echo server.\n\n    python3 server.py [PORT]\n\"\"\"\n",
		"try.js":    "// sends what it is told\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644))
	}
	for range 10 {
		starter, err := FindStarter(folder, t.TempDir())
		require.NoError(t, err)
		assert.Equal(t, []string{"python3", filepath.Join(folder, "server.py"), "{port}"}, starter.Run)
	}
}
