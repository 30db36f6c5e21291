// Mistake: it sorts names by their bytes, capitals before all others.
// Blamed: 05/listing-order
// Held to: article
package main

import (
	"strings"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	files := right.NewFiles()
	files.Order = strings.Compare
	files.Run()
}
