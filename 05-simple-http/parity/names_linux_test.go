package parity

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Python 3 finds every name that its listing links to, also one that is no
// UTF-8: by another link than ours, and not by the bytes of the name.
func TestPython3AndNamesThatAreNoUTF8(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip(err)
	}
	root := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(root, "bad\xff\xfe.txt"), nil, 0o644))
	address := startPython(t, root, python, serve3)
	status := func(link string) string {
		line, _, _ := strings.Cut(string(ask(t, address, get("", "/"+link))), "\r\n")
		return line
	}
	listed := items(string(ask(t, address, get("", "/"))))
	require.Len(t, listed, 1)
	assert.Equal(t, "bad%ED%B3%BF%ED%B3%BE.txt", listed[0].link)
	assert.Equal(t, "HTTP/1.0 200 OK", status(listed[0].link))
	assert.Equal(t, "HTTP/1.0 404 File not found", status("bad%FF%FE.txt"))
}
