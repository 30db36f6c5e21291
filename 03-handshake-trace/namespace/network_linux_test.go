package namespace

import (
	"errors"
	"net"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestIndex(t *testing.T) {
	lo, err := net.InterfaceByName("lo")
	if err != nil {
		t.Skip(err)
	}
	index, err := Index("lo")
	require.NoError(t, err)
	assert.Equal(t, lo.Index, index)
	_, err = Index("nowhere0")
	assert.EqualError(t, err, "interface nowhere0: ioctl SIOCGIFINDEX: no such device")
}

// A thread in a new namespace has a lo of its own, switched off; another one
// that joins sees the same, switched on.
func TestEnterAndJoin(t *testing.T) {
	type place struct {
		up  uint16
		err error
	}
	places := make(chan place, 2)
	go func() {
		runtime.LockOSThread()
		if err := Enter(); err != nil {
			places <- place{err: err}
			return
		}
		up, err := flags("lo")
		places <- place{up, err}
		err = SwitchOn("lo")
		file, openErr := Current()
		if err = errors.Join(err, openErr); err != nil {
			places <- place{err: err}
			return
		}
		go func() {
			runtime.LockOSThread()
			defer file.Close()
			if err := Join(file); err != nil {
				places <- place{err: err}
				return
			}
			up, err := flags("lo")
			places <- place{up, err}
		}()
	}()
	entered := <-places
	if errors.Is(entered.err, unix.EPERM) {
		t.Skip(entered.err)
	}
	require.NoError(t, entered.err)
	assert.Zero(t, entered.up&unix.IFF_UP)
	joined := <-places
	require.NoError(t, joined.err)
	assert.NotZero(t, joined.up&unix.IFF_UP)
}

func flags(name string) (flags uint16, err error) {
	err = WithInterface(name, func(fd int, request *unix.Ifreq) error {
		err := unix.IoctlIfreq(fd, unix.SIOCGIFFLAGS, request)
		flags = request.Uint16()
		return err
	})
	return flags, err
}
