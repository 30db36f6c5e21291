// Mistake: it redirects to the decoded name.
// Blamed: 05/redirect-encoded
// Held to: article
package main

import (
	"net/url"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	files := right.NewFiles()
	encoded := files.Location
	files.Location = func(target string) string {
		decoded, _ := url.PathUnescape(encoded(target))
		return decoded
	}
	files.Run()
}
