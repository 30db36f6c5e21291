// Mistake: it reads numbers as its own machine stores them.
// Blamed: 03/decode-ports
package main

import (
	"encoding/binary"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	headers := right.NewHeaders()
	headers.Order = binary.LittleEndian
	headers.Main()
}
