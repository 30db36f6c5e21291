// Mistake: its checksum does not cover the addresses.
// Blamed: 03/decode-checksum
package main

import "example.com/socket-tutorial/harness/testdata/wrong/right"

func main() {
	headers := right.NewHeaders()
	headers.Covered = func(source, destination, tcp []byte) []byte { return tcp }
	headers.Main()
}
