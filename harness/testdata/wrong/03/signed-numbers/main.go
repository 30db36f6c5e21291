// Mistake: it takes sequence numbers for signed ones.
// Blamed: 03/decode-numbers
package main

import (
	"fmt"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	headers := right.NewHeaders()
	headers.Number = func(field uint32) string { return fmt.Sprint(int32(field)) }
	headers.Main()
}
