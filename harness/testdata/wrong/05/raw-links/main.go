// Mistake: the links of its listing are the names as they are.
// Blamed: 05/listing-links
// Held to: article
package main

import "example.com/socket-tutorial/harness/testdata/wrong/right"

func main() {
	files := right.NewFiles()
	files.Link = func(name string) string { return name }
	files.Run()
}
