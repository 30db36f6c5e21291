// Mistake: what it has no type for, it calls text.
// Blamed: 05/content-type
// Held to: article
package main

import "example.com/socket-tutorial/harness/testdata/wrong/right"

func main() {
	files := right.NewFiles()
	files.GuessType = func(name string) string {
		if guess := right.GuessType(name); guess != "application/octet-stream" {
			return guess
		}
		return "text/plain"
	}
	files.Run()
}
