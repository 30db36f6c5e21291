package handshaketrace

import (
	"slices"

	"example.com/socket-tutorial/harness/check"
)

// Stage is stage 03: what the kernel does meanwhile.
var Stage = check.Stage{
	Number: "03",
	Folder: "03-handshake-trace",
	Title:  "what the kernel does meanwhile",
	Args:   []string{},
	Checks: slices.Concat(decoderChecks, backlogChecks, traceChecks),
}
