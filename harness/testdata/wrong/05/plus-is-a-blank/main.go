// Mistake: it decodes a path as if it were a form, where a plus is a blank.
// Blamed: 05/percent-encoding
// Held to: article
package main

import (
	"strings"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	files := right.NewFiles()
	files.TranslatePath = func(target string) (string, bool) {
		return right.TranslatePath(strings.ReplaceAll(target, "+", "%20"))
	}
	files.Run()
}
