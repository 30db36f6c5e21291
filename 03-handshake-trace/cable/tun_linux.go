package cable

import (
	"fmt"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

// tunPath is the device of Linux's Documentation/networking/tuntap.rst.
const tunPath = "/dev/net/tun"

// openTUN makes a TUN interface. It exists as long as its descriptor is open,
// so nothing has to be taken down, not even after a crash.
func openTUN(address netip.Addr) (*device, error) {
	fd, err := unix.Open(tunPath, unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: tunPath, Err: err}
	}
	if err := configureTUN(fd, "tun0", address); err != nil {
		unix.Close(fd)
		return nil, err
	}
	return newDevice(fd, tunPath, func(packet []byte) error {
		_, err := unix.Write(fd, packet)
		return err
	})
}

func configureTUN(fd int, name string, address netip.Addr) error {
	request, err := unix.NewIfreq(name)
	if err != nil {
		return fmt.Errorf("interface %s: %w", name, err)
	}
	// Packets begin with their IP header and not with a struct tun_pi.
	request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
	if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, request); err != nil {
		return os.NewSyscallError("ioctl TUNSETIFF", err)
	}
	return bringUp(name, address)
}
