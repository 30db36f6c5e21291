package program

import (
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPeerReceivedTellsWhatIsUnread(t *testing.T) {
	for _, host := range []string{"127.0.0.1:0", "[::1]:0"} {
		listener, err := net.Listen("tcp", host)
		if err != nil {
			t.Skip(err)
		}
		defer listener.Close()
		near, err := net.Dial("tcp", listener.Addr().String())
		require.NoError(t, err)
		defer near.Close()
		far, err := listener.Accept()
		require.NoError(t, err)
		defer far.Close()
		addresses := func() (netip.AddrPort, netip.AddrPort) {
			return near.LocalAddr().(*net.TCPAddr).AddrPort(), near.RemoteAddr().(*net.TCPAddr).AddrPort()
		}
		if _, _, known := PeerReceived(addresses()); !known {
			t.Skip("sock_diag does not answer here")
		}
		near.Write([]byte("hello"))
		assert.Eventually(t, func() bool {
			arrived, unread, known := PeerReceived(addresses())
			return arrived == 5 && unread == 5 && known
		}, 5*time.Second, Poll)
		far.Read(make([]byte, 3))
		arrived, unread, _ := PeerReceived(addresses())
		assert.EqualValues(t, 5, arrived)
		assert.EqualValues(t, 2, unread)
	}
}

func TestPeerReceivedKnowsNothingOfWhatIsNotThere(t *testing.T) {
	_, _, known := PeerReceived(netip.MustParseAddrPort("127.0.0.1:1"), netip.MustParseAddrPort("127.0.0.1:2"))
	assert.False(t, known)
}
