// Mistake: it reads each file as text, and what is no UTF-8 becomes a question mark in a diamond.
// Blamed: 05/any-bytes
// Held to: article
package main

import (
	"strings"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	files := right.NewFiles()
	text := func(content string) string { return strings.ToValidUTF8(content, "\ufffd") }
	files.CopyFile = text
	files.Length = func(content string) int { return len(text(content)) }
	files.Run()
}
