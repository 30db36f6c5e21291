package handshaketrace

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRecordingIsNoObservation(t *testing.T) {
	for line, want := range map[string]bool{
		"Observed on a wire between two network namespaces, TUN devices, 50ms each way.":                       true,
		"观察方式：网线，连接两个网络命名空间，用 TUN 设备，单程 50ms。":                                                                 true,
		"观察方式：本机的 lo（没有更好的方式：…；用 sudo 运行可以在网线上看到每个报文段）。":                                                       false,
		"Observed on the loopback device; run with sudo to see every segment on a wire.":                       false,
		"Observed nothing of this machine. Beside it stands what was recorded on a wire.":                      false,
		"Observed calls, and states as each socket tells its own, but no segments. Recorded on a wire: below.": false,
		"": false,
	} {
		assert.Equal(t, want, onWire(line), line)
	}
}
