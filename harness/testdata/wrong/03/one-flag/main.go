// Mistake: it thinks that a segment has one control bit.
// Blamed: 03/decode-flags
package main

import "example.com/socket-tutorial/harness/testdata/wrong/right"

func main() {
	headers := right.NewHeaders()
	headers.Flags = func(names []string) string { return names[0] }
	headers.Main()
}
