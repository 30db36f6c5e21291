// Mistake: it looks for the options where Linux puts them.
// Blamed: 03/decode-options
package main

import (
	"encoding/binary"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	headers := right.NewHeaders()
	headers.Options = func(header []byte) (mss uint16, shift byte, err error) {
		if len(header) >= 40 {
			mss, shift = binary.BigEndian.Uint16(header[22:]), header[39]
		}
		_, _, err = right.Options(header)
		return mss, shift, err
	}
	headers.Main()
}
