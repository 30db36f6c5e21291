// Mistake: it closes the capture when the client has closed its socket, before the last segments.
// Blamed: 03/capture
package main

import (
	"encoding/binary"

	"example.com/socket-tutorial/harness/testdata/wrong/right"
)

func main() {
	scenarios := right.NewScenarios()
	// A block ends with its length (pcapng, section 3.1).
	capture := scenarios.Files["echo.pcapng"]
	last := binary.LittleEndian.Uint32(capture[len(capture)-4:])
	scenarios.Files["echo.pcapng"] = capture[:len(capture)-int(last)]
	scenarios.Main()
}
