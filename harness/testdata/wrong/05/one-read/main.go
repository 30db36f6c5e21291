// Mistake: it sends what one read returns of a file, into a buffer of 128 KiB.
// Blamed: 05/large-file
// Held to: article
package main

import "example.com/socket-tutorial/harness/testdata/wrong/right"

func main() {
	files := right.NewFiles()
	files.CopyFile = func(content string) string { return content[:min(len(content), 128<<10)] }
	files.Run()
}
