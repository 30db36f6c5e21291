package docs

import (
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPrivate(t *testing.T) {
	held, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer held.Close()
	t.Run("a network of one's own", func(t *testing.T) {
		if err := private(); err != nil {
			t.Skipf("not root: %v", err)
		}
		l, err := net.Listen("tcp", held.Addr().String())
		require.NoError(t, err, "a port that another network has is free here")
		defer l.Close()
		conn, err := net.Dial("tcp", l.Addr().String())
		require.NoError(t, err, "loopback is up")
		conn.Close()
	})
	_, err = net.Listen("tcp", held.Addr().String())
	assert.Error(t, err, "the other tests' network is what it was")
}
