package cable

import (
	"fmt"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

// enterNamespace moves the calling thread into a network namespace of its
// own: network_namespaces(7). It needs CAP_SYS_ADMIN.
func enterNamespace() error {
	return os.NewSyscallError("unshare CLONE_NEWNET", unix.Unshare(unix.CLONE_NEWNET))
}

// bringUp gives an interface of the present namespace its address, in a
// network of 256, and switches it on: netdevice(7).
func bringUp(name string, address netip.Addr) error {
	return withInterface(name, func(fd int, request *unix.Ifreq) error {
		if err := request.SetInet4Addr(address.AsSlice()); err != nil {
			return err
		}
		if err := unix.IoctlIfreq(fd, unix.SIOCSIFADDR, request); err != nil {
			return os.NewSyscallError("ioctl SIOCSIFADDR", err)
		}
		if err := request.SetInet4Addr([]byte{255, 255, 255, 0}); err != nil {
			return err
		}
		if err := unix.IoctlIfreq(fd, unix.SIOCSIFNETMASK, request); err != nil {
			return os.NewSyscallError("ioctl SIOCSIFNETMASK", err)
		}
		return switchOn(fd, request)
	})
}

// switchOn sets IFF_UP.
func switchOn(fd int, request *unix.Ifreq) error {
	if err := unix.IoctlIfreq(fd, unix.SIOCGIFFLAGS, request); err != nil {
		return os.NewSyscallError("ioctl SIOCGIFFLAGS", err)
	}
	request.SetUint16(request.Uint16() | unix.IFF_UP)
	return os.NewSyscallError("ioctl SIOCSIFFLAGS", unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, request))
}

// withInterface calls do with a socket to make an ioctl on, and a request
// that names the interface. An error names it as well.
func withInterface(name string, do func(fd int, request *unix.Ifreq) error) error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer unix.Close(fd)
	request, err := unix.NewIfreq(name)
	if err == nil {
		err = do(fd, request)
	}
	if err != nil {
		return fmt.Errorf("interface %s: %w", name, err)
	}
	return nil
}
