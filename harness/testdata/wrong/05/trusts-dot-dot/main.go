// Mistake: it joins the directory and the path as they came, with their dots.
// Blamed: 05/never-outside
// Held to: article
package main

import (
	"net/url"
	"os"
	"strings"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	files := right.NewFiles()
	files.TranslatePath = func(target string) (string, bool) {
		target, _, _ = strings.Cut(target, "?")
		name, err := url.PathUnescape(strings.TrimPrefix(target, "/"))
		return name, err == nil
	}
	files.Open = func(name string) (*os.File, error) {
		return os.Open(files.Directory + "/" + name)
	}
	files.Run()
}
