package handshaketrace

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRecordingIsNoObservation(t *testing.T) {
	for line, want := range map[string]bool{
		"Observed on a wire between two network namespaces, TUN devices, 50ms each way.":                       true,
		"Observed on the loopback device; run with sudo to see every segment on a wire.":                       false,
		"Observed nothing of this machine. Beside it stands what was recorded on a wire.":                      false,
		"Observed calls, and states as each socket tells its own, but no segments. Recorded on a wire: below.": false,
		"": false,
	} {
		assert.Equal(t, want, onWire(line), line)
	}
}
