package stagetest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Python3 returns the path of python3, and skips the test where there is none.
// Version managers put a shell script of this name on PATH, which takes longer to
// find the interpreter than that takes to start: from now on the interpreter itself
// comes first there.
func Python3(t *testing.T) string {
	shimsAside()
	path, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	return path
}

var shimsAside = sync.OnceFunc(func() {
	path, err := exec.LookPath("python3")
	if err != nil {
		return
	}
	if content, err := os.ReadFile(path); err != nil || !bytes.HasPrefix(content, []byte("#!")) {
		return
	}
	printed, err := exec.Command(path, "-c", "import sys; print(sys.executable)").Output()
	if err != nil {
		return
	}
	folder := filepath.Dir(strings.TrimSpace(string(printed)))
	os.Setenv("PATH", folder+string(filepath.ListSeparator)+os.Getenv("PATH"))
})
