// Mistake: it writes names and targets into its pages as they are.
// Blamed: 05/listing-escapes
// Held to: article
package main

import "example.com/socket-tutorial/harness/testdata/wrong/right"

func main() {
	files := right.NewFiles()
	files.Display = func(text string) string { return text }
	files.Run()
}
