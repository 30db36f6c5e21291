// Mistake: its Content-Length counts characters, not bytes.
// Blamed: 05/content-length
// Held to: article
package main

import (
	"unicode/utf8"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	files := right.NewFiles()
	files.Length = utf8.RuneCountInString
	files.Run()
}
