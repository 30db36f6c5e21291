// Mistake: it shows what it can of a broken header, as if it were whole.
// Blamed: 03/decode-refuses
package main

import (
	"errors"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	headers := right.NewHeaders()
	headers.Check = func(tcp []byte) error {
		if len(tcp) < 20 {
			return errors.New("cut short")
		}
		return nil
	}
	headers.Options = func(header []byte) (mss uint16, shift byte, err error) {
		if len(header) > 20 {
			mss, shift, _ = right.Options(header)
		}
		return mss, shift, nil
	}
	headers.Main()
}
