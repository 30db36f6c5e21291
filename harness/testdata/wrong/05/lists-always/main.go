// Mistake: it lists a directory even where there is an index page.
// Blamed: 05/index
// Held to: article
package main

import "example.com/socket-tutorial/harness/testdata/wrong/right"

func main() {
	files := right.NewFiles()
	files.IndexPages = nil
	files.Run()
}
