// Mistake: its Last-Modified is the time of its own zone, and says GMT.
// Blamed: 05/last-modified
// Held to: article
package main

import (
	"net/http"
	"os"
	"time"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	files := right.NewFiles()
	files.LastModified = func(info os.FileInfo) string {
		beijing := time.FixedZone("CST", 8*60*60)
		return info.ModTime().In(beijing).Format(http.TimeFormat)
	}
	files.Run()
}
