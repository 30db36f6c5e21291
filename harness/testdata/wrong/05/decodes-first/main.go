// Mistake: it decodes the target before it cuts off the query, so a name may hold no question mark.
// Blamed: 05/listing-links
// Held to: article
package main

import (
	"net/url"
	"strings"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	files := right.NewFiles()
	files.TranslatePath = func(target string) (string, bool) {
		decoded, err := url.PathUnescape(target)
		if err != nil {
			return "", false
		}
		path, _, _ := strings.Cut(decoded, "?")
		return right.TranslatePath((&url.URL{Path: path}).EscapedPath())
	}
	files.Run()
}
