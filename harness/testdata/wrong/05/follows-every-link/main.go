// Mistake: it opens what a symbolic link leads to, wherever that is.
// Blamed: 05/link-outside
// Held to: article
package main

import (
	"os"
	"path/filepath"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	files := right.NewFiles()
	files.Open = func(name string) (*os.File, error) {
		return os.Open(filepath.Join(files.Directory, name))
	}
	files.Run()
}
