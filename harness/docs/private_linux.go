package docs

import (
	"os"
	"runtime"
	"syscall"
	"unsafe"
)

// private gives the calling goroutine a network of its own, with nothing but
// loopback, and so every command that it starts: the lessons' ports are free there.
// It needs root. The thread is not unlocked and ends with the goroutine, and
// the network with the last process in it: network_namespaces(7).
func private() error {
	runtime.LockOSThread()
	if err := syscall.Unshare(syscall.CLONE_NEWNET); err != nil {
		runtime.UnlockOSThread()
		return os.NewSyscallError("unshare", err)
	}
	return loopbackUp()
}

// loopbackUp does what `ip link set lo up` does, by netdevice(7). Package
// syscall is enough for it, and no stage needs a further module.
func loopbackUp() error {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer syscall.Close(fd)
	ifreq := struct {
		name  [syscall.IFNAMSIZ]byte
		flags uint16
		_     [22]byte
	}{name: [syscall.IFNAMSIZ]byte{'l', 'o'}, flags: syscall.IFF_UP}
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), syscall.SIOCSIFFLAGS, uintptr(unsafe.Pointer(&ifreq)))
	if errno != 0 {
		return os.NewSyscallError("ioctl SIOCSIFFLAGS", errno)
	}
	return nil
}
