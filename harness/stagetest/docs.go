package stagetest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/socket-tutorial/harness/docs"
)

// Docs verifies the lessons in the stage's folder and below: see package docs.
// The programs of other folders are built; the stage's own is this test binary.
// Outside the workspace (a stage copied elsewhere) the test is skipped.
func Docs(t *testing.T) {
	root, err := docs.Root()
	if err != nil {
		t.Skip(err)
	}
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	stage, err := filepath.Rel(root, folder)
	if err != nil {
		t.Fatal(err)
	}
	all, err := docs.Find(root)
	if err != nil {
		t.Fatal(err)
	}
	var lessons []string
	for _, path := range all {
		if strings.HasPrefix(path, filepath.ToSlash(stage)+"/") {
			lessons = append(lessons, path)
		}
	}
	t.Parallel()
	self := Self()
	docs.Verify(t, root, lessons, map[string]string{
		"./" + filepath.ToSlash(stage): "env " + runAsProgram + "=1 " + docs.Quote(self.Path),
	})
}
