package docs

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// private gives the calling goroutine a network of its own, with nothing but
// loopback, and so every command that it starts: the lessons' ports are free there.
// It needs root. The thread is not unlocked and ends with the goroutine, and
// the network with the last process in it: network_namespaces(7).
func private() error {
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		runtime.UnlockOSThread()
		return err
	}
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	lo, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	lo.SetUint16(unix.IFF_UP)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, lo)
}
