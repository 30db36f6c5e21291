// Package namespace makes the private places in which a run takes place:
// network namespaces, network_namespaces(7), with interfaces of their own, and
// for an ordinary user a user namespace, user_namespaces(7), to be root in.
package namespace

import (
	"fmt"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/harness/lang"
)

// Enter moves the calling thread into a new network namespace. The goroutine
// must be locked to its thread and stay so: the namespace ends with the thread
// and the last descriptor that was opened in it. It needs CAP_SYS_ADMIN.
func Enter() error {
	return os.NewSyscallError("unshare CLONE_NEWNET", unix.Unshare(unix.CLONE_NEWNET))
}

// Current opens the calling thread's network namespace, for Join. The caller
// closes it.
func Current() (*os.File, error) {
	return os.Open(fmt.Sprintf("/proc/self/task/%d/ns/net", unix.Gettid()))
}

// Join moves the calling thread into a network namespace. What Enter says of
// threads holds here, too.
func Join(namespace *os.File) error {
	return os.NewSyscallError("setns", unix.Setns(int(namespace.Fd()), unix.CLONE_NEWNET))
}

// Set sets a variable of the calling thread's namespace: ipv4/tcp_sack of
// tcp(7), core/somaxconn of listen(2). It fails where the kernel does not have
// it.
func Set(variable, value string) error {
	return os.WriteFile("/proc/sys/net/"+variable, []byte(value), 0)
}

// BringUp gives an interface of the present namespace its address, in a
// network of 256, and switches it on: netdevice(7).
func BringUp(name string, address netip.Addr) error {
	return WithInterface(name, func(fd int, request *unix.Ifreq) error {
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

// SwitchOn sets IFF_UP of an interface of the present namespace. A new
// namespace has even its lo switched off.
func SwitchOn(name string) error { return WithInterface(name, switchOn) }

func switchOn(fd int, request *unix.Ifreq) error {
	if err := unix.IoctlIfreq(fd, unix.SIOCGIFFLAGS, request); err != nil {
		return os.NewSyscallError("ioctl SIOCGIFFLAGS", err)
	}
	request.SetUint16(request.Uint16() | unix.IFF_UP)
	return os.NewSyscallError("ioctl SIOCSIFFLAGS", unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, request))
}

// Index returns the number of an interface of the present namespace.
func Index(name string) (index int, err error) {
	err = WithInterface(name, func(fd int, request *unix.Ifreq) error {
		err := unix.IoctlIfreq(fd, unix.SIOCGIFINDEX, request)
		index = int(request.Uint32())
		return os.NewSyscallError("ioctl SIOCGIFINDEX", err)
	})
	return index, err
}

// WithInterface calls do with a socket to make an ioctl on, and a request that
// names an interface of the present namespace. An error names it as well.
func WithInterface(name string, do func(fd int, request *unix.Ifreq) error) error {
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
		return lang.Errorf("interface %s: %v", name, err)
	}
	return nil
}
