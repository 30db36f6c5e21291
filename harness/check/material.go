package check

import (
	"os"
	"path/filepath"
)

// Dir returns an empty directory of this check, the one that the program is
// given if its stage gives one. What a check puts beside it vanishes with it.
func (t *T) Dir() string {
	if t.dir == "" {
		t.Must(t.makeDir())
	}
	return t.dir
}

func (t *T) makeDir() error {
	parent, err := os.MkdirTemp("", "harness-")
	if err != nil {
		return err
	}
	// macOS has its temporary directory behind a symbolic link.
	if parent, err = filepath.EvalSymlinks(parent); err != nil {
		return err
	}
	t.dir = filepath.Join(parent, "www")
	return os.Mkdir(t.dir, 0o755)
}

// File writes content to name, a slash-separated path beneath Dir, and
// records it. Its folders are made.
func (t *T) File(name, content string) {
	path := filepath.Join(t.Dir(), filepath.FromSlash(name))
	t.Must(os.MkdirAll(filepath.Dir(path), 0o755))
	t.Must(os.WriteFile(path, []byte(content), 0o644))
	text, _ := excerpt(content, 0)
	t.Note("file %s holds %s", name, text)
}

// Letters returns n random letters, so that no reply can be prepared.
func (t *T) Letters(n int) string {
	letters := make([]byte, n)
	for i := range letters {
		letters[i] = 'a' + byte(t.random.IntN(26))
	}
	return string(letters)
}

// Bytes returns n random bytes of every value.
func (t *T) Bytes(n int) string {
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(t.random.Uint32())
	}
	return string(data)
}
