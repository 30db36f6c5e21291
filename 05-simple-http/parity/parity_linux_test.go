package parity

import "testing"

func TestParity(t *testing.T) {
	root := plant(t)
	if *record {
		recordAll(t, root)
	}
	readRecorded(t)
}
