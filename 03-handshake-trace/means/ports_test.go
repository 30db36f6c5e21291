//go:build unix

package means

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBesideEphemeral(t *testing.T) {
	for _, c := range []struct{ low, high, first, last int }{
		{32768, 60999, 1024, 32767}, // Linux
		{49152, 65535, 1024, 49151}, // macOS
		{1024, 50000, 50001, 65535},
		{1024, 65535, 1024, 65535}, // nothing is left
	} {
		first, last := besideEphemeral(c.low, c.high)
		assert.Equal(t, c.first, first, "beside %d to %d", c.low, c.high)
		assert.Equal(t, c.last, last, "beside %d to %d", c.low, c.high)
	}
}

func TestFreePorts(t *testing.T) {
	low, high := ephemeralRange()
	port, err := freePorts()
	require.NoError(t, err)
	assert.NoError(t, listenable(int(port)))
	assert.NoError(t, listenable(int(port)+1))
	if first, last := besideEphemeral(low, high); first != firstPort || last != lastPort {
		assert.False(t, int(port) >= low && int(port) <= high, "%d is a client's", port)
	}
}
