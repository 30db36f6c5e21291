// Mistake: it takes the slash off the end of every path, so a file is found under the name of a directory.
// Blamed: 05/not-found
// Held to: article
package main

import (
	"strings"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	files := right.NewFiles()
	files.TranslatePath = func(target string) (string, bool) {
		name, ok := right.TranslatePath(target)
		if file, err := files.Open(strings.TrimSuffix(name, "/")); err == nil {
			defer file.Close()
			if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
				name = strings.TrimSuffix(name, "/")
			}
		}
		return name, ok
	}
	files.Run()
}
