// Mistake: it redirects to the directory's path alone.
// Blamed: 05/redirect-query
// Held to: article
package main

import (
	"strings"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	files := right.NewFiles()
	files.Location = func(target string) string {
		path, _, _ := strings.Cut(target, "?")
		return path + "/"
	}
	files.Run()
}
